import { AgentBudget } from '#shared/contract/domain/agent-act.ts';
import { plainNumber } from '#shared/words/format/decimal.ts';

/** A budget as it is written in fields. */
export interface WrittenBudget {
  readonly acts: string;
  /** Tokens, with up to three decimals. */
  readonly tokens: string;
  readonly isQuiet: boolean;
  /** `22:00` */
  readonly from: string;
  readonly to: string;
  readonly isEveryone: boolean;
  readonly people: readonly string[];
}

export type BudgetFault = 'acts' | 'tokens' | 'quiet';

const ACTS_MAX = 100;
const THOUSANDTHS = 1000;

export function writtenBudget({ actsPerDay, tokensPerDay, quiet, people }: AgentBudget): WrittenBudget {
  const { from, to } = quiet ?? { from: 22 * 60, to: 7 * 60 };
  return {
    acts: String(actsPerDay),
    tokens: plainNumber(tokensPerDay / THOUSANDTHS),
    isQuiet: quiet !== null,
    from: timeOfDay(from),
    to: timeOfDay(to),
    isEveryone: people === null,
    people: people ?? [],
  };
}

/** The budget, or the fields that are wrong. */
export function readBudget(written: WrittenBudget): AgentBudget | readonly BudgetFault[] {
  const { isQuiet, isEveryone, people } = written;
  const acts = /^\d{1,3}$/.test(written.acts.trim()) ? Number(written.acts) : null;
  const figures = written.tokens.trim().replace(',', '.');
  const tokens = /^\d{1,9}(\.\d{1,3})?$/.test(figures) ? Math.round(Number(figures) * THOUSANDTHS) : null;
  const from = minuteOf(written.from);
  const to = minuteOf(written.to);
  const quiet = from === null || to === null || from === to ? null : { from, to };
  const faults: BudgetFault[] = [];
  if (acts === null || acts > ACTS_MAX) faults.push('acts');
  if (tokens === null) faults.push('tokens');
  if (isQuiet && quiet === null) faults.push('quiet');
  if (faults.length > 0 || acts === null || tokens === null) return faults;
  return {
    actsPerDay: acts,
    tokensPerDay: tokens,
    quiet: isQuiet ? quiet : null,
    people: isEveryone ? null : [...people],
  };
}

export function isBudget(read: ReturnType<typeof readBudget>): read is AgentBudget {
  return AgentBudget.safeParse(read).success;
}

/** `22:00` of minutes after midnight. */
export function timeOfDay(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && minute < 24 * 60 ? minute : null;
}
