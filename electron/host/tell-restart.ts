import { homeAt } from '../node/root/home.ts';
import { EventLog } from '../node/store/events/event-log.ts';
import { codeOf, placesOf } from '../node/store/events/event-values.ts';

/** The worker that has crashed tells nothing any more: its host writes that into the home's log. */
export function tellRestart(home: string, times: number, crash: unknown): void {
  const events = new EventLog({ folder: homeAt(home).logFolder });
  events.tell('node.restarted', { times, code: codeOf(crash), places: placesOf(crash) });
  events.flushNow();
}
