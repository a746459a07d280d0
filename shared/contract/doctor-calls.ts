/** The calls of whoever looks for what is wrong: a part of `contract.ts`. */
import { z } from 'zod';
import { Findings, FullCheck, Surroundings } from './domain/doctor.ts';
import { EVENTS_PAGE_MAX, EventLevel, LoggedEvent } from './domain/event.ts';

export const doctorCalls = {
  /** Looks at what may be wrong, also where no node runs. `surroundings`: what the app knows of its desktop. */
  'doctor.run': {
    input: z.object({ probe: z.boolean(), surroundings: Surroundings.nullable() }).strict(),
    output: Findings,
  },
  /** The newest first, of at least this level. */
  'doctor.events': {
    input: z.object({ level: EventLevel, limit: z.int().min(1).max(EVENTS_PAGE_MAX) }).strict(),
    output: z.object({ events: z.array(LoggedEvent), more: z.boolean() }),
  },
  /** Compares all of the database; how far it has come is asked for again and again. */
  'doctor.fullCheck': {
    input: z.object({ act: z.enum(['start', 'look', 'cancel']) }).strict(),
    output: FullCheck,
  },
  /** The operator has read what became of a damaged database. */
  'doctor.damageSeen': { input: z.object({}).strict(), output: z.null() },
} as const;
