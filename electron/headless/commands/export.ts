import { resolve } from 'node:path';
import { ExportFormat, ExportWhat } from '#shared/contract/domain/care.ts';
import { says } from '#shared/protocol/saying.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { whileWorking } from '../while-working.ts';
import { pastThreadOf } from './thread-named.ts';

export const exportCommand = command({
  name: 'export',
  options: ['what', 'thread', 'format'],
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const home = requiredHome(values.home);
    // Only messages are written in conversations.
    const what = ExportWhat.safeParse(values.what ?? (values.thread && 'messages')).data;
    const format = ExportFormat.safeParse(values.format ?? 'csv').data;
    if (!what || !format || (values.thread && what !== 'messages'))
      throw new UsageError(says('error.headless.whatToExport'));
    const file = resolve(positionals[0] ?? '');
    return withNode(home, { unlock: false }, async (client) => {
      const thread = values.thread && pastThreadOf(await client.ask('state.snapshot', {}), values.thread);
      const wish = { what, format, file, ...(thread ? { thread } : {}) };
      const made = await whileWorking(client, () => client.ask('care.export', wish));
      const { rows, bytes } = made;
      print(output, made, [t('terminal.export.done', { file: made.file, rows, size: byteSize(bytes) })]);
      return 0;
    });
  },
});
