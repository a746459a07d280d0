import { resolve } from 'node:path';
import { EVENT_LEVELS, EVENTS_PAGE_MAX, EventLevel, eventLine } from '#shared/contract/domain/event.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { command, print, requiredHome } from '../command.ts';
import { numberOption } from '../number-option.ts';
import { UsageError } from '../usage-error.ts';

const LIMIT = 50;

/** What a node has written into its log files; read from them, whether it runs or not. */
export const logs = command({
  name: 'logs',
  usageParams: { limit: LIMIT },
  options: ['level', 'limit'],
  words: [],
  async run({ values }, output) {
    const { homeAt, requireNode } = await import('../../node/root/home.ts');
    const { readEvents } = await import('../../node/store/events/read-events.ts');
    const home = resolve(requiredHome(values.home));
    requireNode(home);
    const level = EventLevel.safeParse(values.level ?? 'info');
    if (!level.success) {
      throw new UsageError(says('error.headless.level', { levels: { anyOf: EVENT_LEVELS } }));
    }
    const limit = Math.min(
      EVENTS_PAGE_MAX,
      values.limit === undefined ? LIMIT : numberOption(values.limit, '--limit'),
    );
    const { events } = readEvents(homeAt(home).logFolder, { level: level.data, limit });
    // The newest stands where a terminal ends.
    const shown = events.reverse();
    print(output, shown, shown.length === 0 ? [t('terminal.logs.none')] : shown.map(eventLine));
    return 0;
  },
});
