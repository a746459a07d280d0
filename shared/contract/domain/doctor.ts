import { z } from 'zod';
import { SayingView } from './saying.ts';

/** Worst first. */
export const MARKS = ['fault', 'warning', 'unchecked', 'ok'] as const;
export const Mark = z.enum(MARKS);
export type Mark = z.infer<typeof Mark>;

export const CHECK_IDS = [
  'database',
  'disk',
  'permissions',
  'keychain',
  'listening',
  'route',
  'multicast',
  'firewall',
  'clocks',
  'tray',
  'notifications',
  'versions',
] as const;
export const CheckId = z.enum(CHECK_IDS);
export type CheckId = z.infer<typeof CheckId>;

/** What the words of a check tell beside itself: a report leaves them out unless that is ticked. */
export const TELLINGS = ['names', 'addresses'] as const;
export type Telling = (typeof TELLINGS)[number];

export const Check = z.object({
  id: CheckId,
  mark: Mark,
  what: SayingView,
  /** What to do; null where nothing is to be done. */
  todo: SayingView.nullable(),
  tells: z.array(z.enum(TELLINGS)),
  /** The same for a report: numbers, and words of this program alone. */
  facts: z.record(z.string().max(32), z.union([z.number(), z.boolean(), z.string().max(64)])),
});
export type Check = z.infer<typeof Check>;

export const Findings = z.object({
  atMs: z.int(),
  /** Whether the node runs, or somebody looked at its home from outside. */
  isRunning: z.boolean(),
  checks: z.array(Check).max(32),
  /** How much of what there is. */
  counts: z.record(z.string().max(32), z.int()),
});
export type Findings = z.infer<typeof Findings>;

export function worstFirst(checks: readonly Check[]): Check[] {
  const order = ({ mark, id }: Check) => MARKS.indexOf(mark) * CHECK_IDS.length + CHECK_IDS.indexOf(id);
  return [...checks].sort((a, b) => order(a) - order(b));
}

/** What the app knows of its desktop, where there is one: `null` for what it cannot tell. */
export const Surroundings = z.object({
  electron: z.string().max(32).nullable(),
  /** Something shows icons of programs. */
  trayHost: z.boolean().nullable(),
  /** Something shows notifications. */
  notificationHost: z.boolean().nullable(),
});
export type Surroundings = z.infer<typeof Surroundings>;

/** How far a check of the whole database has come. */
export const FullCheck = z.object({
  state: z.enum(['none', 'running', 'done', 'cancelled', 'failed']),
  done: z.int().min(0),
  of: z.int().min(0),
  /** What was found; empty where nothing was. */
  findings: z.int().min(0),
});
export type FullCheck = z.infer<typeof FullCheck>;
