import { EVENT_LEVELS, type EventLevel, LoggedEvent } from '#shared/contract/domain/event.ts';
import { readSmallFile } from '../small-file.ts';
import { eventFiles } from './event-log.ts';

/** A file grows by what was told within a moment after it was full. */
const FILE_MAX_BYTES = 4 * 1024 * 1024;

export interface EventsPage {
  /** The newest first. */
  readonly events: LoggedEvent[];
  readonly more: boolean;
}

/** The newest events of at least a level, of all files; a line that is none is left out. */
export function readEvents(
  folder: string,
  { level, limit }: { level: EventLevel; limit: number },
): EventsPage {
  const least = EVENT_LEVELS.indexOf(level);
  const events: LoggedEvent[] = [];
  for (const path of eventFiles(folder)) {
    for (const line of linesOf(path).reverse()) {
      const event = eventOf(line);
      if (!event || EVENT_LEVELS.indexOf(event.level) < least) continue;
      if (events.length === limit) return { events, more: true };
      events.push(event);
    }
  }
  return { events, more: false };
}

function linesOf(path: string): string[] {
  try {
    return readSmallFile(path, FILE_MAX_BYTES).text.split('\n');
  } catch {
    return [];
  }
}

function eventOf(line: string): LoggedEvent | null {
  try {
    return LoggedEvent.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
