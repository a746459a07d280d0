import { TURN_MIN_MS } from '#shared/contract/contract.ts';
import type { CellRules } from '#shared/protocol/closing/bodies.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, RULE_MAX_MS } from '#shared/protocol/limits.ts';
import { plainNumber } from '#shared/words/format/decimal.ts';
import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';

export const TIME_UNITS = ['seconds', 'minutes', 'hours', 'days'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

const UNIT_MS: Readonly<Record<TimeUnit, number>> = {
  seconds: 1000,
  minutes: MINUTE_MS,
  hours: HOUR_MS,
  days: DAY_MS,
};

/** A length of time as it is written in a field. */
export interface WrittenTime {
  readonly text: string;
  readonly unit: TimeUnit;
}

export type FaultsChoice = 'most' | '0' | '1' | '2';
export const FAULTS_CHOICES: readonly FaultsChoice[] = ['most', '0', '1', '2'];

export const TIMES = ['deadlineMs', 'graceMs', 'turnMs', 'deadlineMinMs'] as const;
export type TimeRule = (typeof TIMES)[number];

export type WrittenRules = Readonly<Record<TimeRule, WrittenTime>> & { readonly faults: FaultsChoice };

const LEAST_MS: Readonly<Record<TimeRule, number>> = {
  deadlineMs: 0,
  graceMs: 0,
  turnMs: TURN_MIN_MS,
  deadlineMinMs: 0,
};

/** In the largest unit that needs no fraction. */
export function writtenTime(lengthMs: number): WrittenTime {
  const unit =
    TIME_UNITS.findLast((one) => lengthMs >= UNIT_MS[one] && lengthMs % UNIT_MS[one] === 0) ?? 'seconds';
  return { text: plainNumber(lengthMs / UNIT_MS[unit]), unit };
}

export function writtenRules(rules: CellRules): WrittenRules {
  const faults = FAULTS_CHOICES.find((one) => one === String(rules.f)) ?? 'most';
  return {
    deadlineMs: writtenTime(rules.deadlineMs),
    graceMs: writtenTime(rules.graceMs),
    turnMs: writtenTime(rules.turnMs),
    deadlineMinMs: writtenTime(rules.deadlineMinMs),
    faults,
  };
}

/** Milliseconds, or null where it is no number. */
export function readTime({ text, unit }: WrittenTime): number | null {
  const figures = text.trim().replace(',', '.');
  return /^\d{1,9}(\.\d{1,3})?$/.test(figures) ? Math.round(Number(figures) * UNIT_MS[unit]) : null;
}

/** What is wrong with a time, and what it may be; null where nothing is. The node checks it again. */
export function timeError(rule: TimeRule, written: WrittenTime): string | null {
  const lengthMs = readTime(written);
  if (lengthMs === null) return t('governance.rulesForm.noNumber');
  if (lengthMs > RULE_MAX_MS) return t('governance.rulesForm.most', { time: exactDuration(RULE_MAX_MS) });
  const least = LEAST_MS[rule];
  return lengthMs < least ? t('governance.rulesForm.least', { time: exactDuration(least) }) : null;
}

/** That the usual time to vote would be shorter than the shortest, or null. */
export function floorError({ deadlineMs, deadlineMinMs }: WrittenRules): string | null {
  const [usual, shortest] = [readTime(deadlineMs), readTime(deadlineMinMs)];
  if (usual === null || shortest === null || usual >= shortest) return null;
  return t('governance.rulesForm.least', { time: exactDuration(shortest) });
}

/** The rules as they would be, or null while a field is wrong. */
export function readRules(before: CellRules, written: WrittenRules): CellRules | null {
  if (TIMES.some((rule) => timeError(rule, written[rule]) !== null)) return null;
  if (floorError(written) !== null) return null;
  return {
    ...before,
    deadlineMs: readTime(written.deadlineMs) ?? before.deadlineMs,
    graceMs: readTime(written.graceMs) ?? before.graceMs,
    turnMs: readTime(written.turnMs) ?? before.turnMs,
    deadlineMinMs: readTime(written.deadlineMinMs) ?? before.deadlineMinMs,
    f: written.faults === 'most' ? null : Number(written.faults),
  };
}

export function sameRules(a: CellRules, b: CellRules): boolean {
  return a.f === b.f && TIMES.every((rule) => a[rule] === b[rule]);
}
