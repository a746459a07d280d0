import { resolve } from 'node:path';
import { ExportFormat, ExportWhat } from '#shared/contract/domain/care.ts';
import { says } from '#shared/protocol/saying.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { whileWorking } from '../while-working.ts';

export const exportCommand = command({
  name: 'export',
  options: ['what', 'format'],
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const home = requiredHome(values.home);
    const what = ExportWhat.safeParse(values.what).data;
    const format = ExportFormat.safeParse(values.format ?? 'csv').data;
    if (!what || !format) throw new UsageError(says('error.headless.whatToExport'));
    const file = resolve(positionals[0] ?? '');
    return withNode(home, { unlock: false }, async (client) => {
      const made = await whileWorking(client, () => client.ask('care.export', { what, format, file }));
      const { rows, bytes } = made;
      print(output, made, [t('terminal.export.done', { file: made.file, rows, size: byteSize(bytes) })]);
      return 0;
    });
  },
});
