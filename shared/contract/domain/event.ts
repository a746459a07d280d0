import { z } from 'zod';

export const EVENT_LEVELS = ['info', 'warning', 'error'] as const;
export const EventLevel = z.enum(EVENT_LEVELS);
export type EventLevel = z.infer<typeof EventLevel>;

/** A line of a node's log file: what happened, in numbers and in words of this program alone. */
export const LoggedEvent = z.object({
  atMs: z.int(),
  level: EventLevel,
  event: z.string().max(64),
  fields: z.record(z.string().max(32), z.union([z.number(), z.boolean(), z.string().max(400)])),
});
export type LoggedEvent = z.infer<typeof LoggedEvent>;

export const EVENTS_PAGE_MAX = 500;

/** A line as it is read by people: fields behind the name, as they stand in the file. */
export function eventLine({ atMs, level, event, fields }: LoggedEvent): string {
  const told = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return [new Date(atMs).toISOString(), level.padEnd(7), event, ...told].join(' ');
}
