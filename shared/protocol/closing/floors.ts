import { says } from '../saying.ts';
/**
 * What a proposer may not go below (CLOSING: Words): the cell's certified rules, and for a change of members or rules
 * a majority of the electorate, whatever the rules say.
 */

import { majorityOf } from '../limits.ts';
import { refusal } from '../log/refusal.ts';
import type { CellRules, Fraction, OpenBody, ProposalRules } from './bodies.ts';
import type { Invalid } from './verdict.ts';

const HALF: Fraction = [1, 2];

/** The least that a ballot in an electorate of n may ask for. */
export function ballotFloors(rules: CellRules, n: number, isChange: boolean): ProposalRules {
  const agreed = rules.quorumMin ?? majorityOf(n);
  return {
    // A floor that so few members cannot reach would stop the cell: then all of them are asked.
    quorum: Math.min(n, isChange ? Math.max(agreed, majorityOf(n)) : agreed),
    threshold: isChange ? higher(HALF, rules.thresholdMin) : rules.thresholdMin,
    deadlineMs: isChange ? rules.deadlineMs : rules.deadlineMinMs,
    graceMs: isChange ? rules.graceMs : 0,
  };
}

/** Why the rules of an open are not those that its cell asks for, in an electorate of n, or null. */
export function openRulesError(
  { rules, change }: Pick<OpenBody, 'rules' | 'change'>,
  agreed: CellRules,
  n: number,
): Invalid | null {
  if (change?.type === 'leavers') return leaversRulesError(rules);
  return floorError(rules, ballotFloors(agreed, n, change !== undefined));
}

/** A ballot that counts out who has left is the same for everybody: leaving is a right, nobody need vote on it. */
export const LEAVERS_RULES: ProposalRules = { quorum: 1, threshold: HALF, deadlineMs: 1000, graceMs: 0 };

/** Why the rules of such a ballot are not those, or null. */
function leaversRulesError(rules: ProposalRules): Invalid | null {
  const isUsual = `${valuesOf(rules)}` === `${valuesOf(LEAVERS_RULES)}`;
  return isUsual ? null : refusal('rules', says('refusal.leaversOtherRules'));
}

function valuesOf({ quorum, threshold, deadlineMs, graceMs }: ProposalRules): number[] {
  return [quorum, ...threshold, deadlineMs, graceMs];
}

/** Why the rules of a ballot are below these floors, or null. */
export function floorError(wanted: ProposalRules, least: ProposalRules): Invalid | null {
  if (wanted.quorum < least.quorum)
    return refusal('rules', says('refusal.quorumTooSmall', { quorum: wanted.quorum, quorum2: least.quorum }));
  if (isBelow(wanted.threshold, least.threshold))
    return refusal(
      'rules',
      says('refusal.thresholdTooSmall', {
        threshold: wanted.threshold.join('/'),
        threshold2: least.threshold.join('/'),
      }),
    );
  if (wanted.deadlineMs < least.deadlineMs)
    return refusal(
      'rules',
      says('refusal.deadlineTooShort', {
        deadline: { durationMs: wanted.deadlineMs },
        deadline2: { durationMs: least.deadlineMs },
      }),
    );
  return wanted.graceMs < least.graceMs
    ? refusal(
        'rules',
        says('refusal.graceTooShort', {
          grace: { durationMs: wanted.graceMs },
          grace2: { durationMs: least.graceMs },
        }),
      )
    : null;
}

function isBelow([a, b]: Fraction, [c, d]: Fraction): boolean {
  return a * d < c * b;
}

function higher(one: Fraction, other: Fraction): Fraction {
  return isBelow(one, other) ? other : one;
}
