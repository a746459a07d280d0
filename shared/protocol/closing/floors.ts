import { says } from '../saying.ts';
/**
 * What a proposer may not go below (CLOSING: Words): the cell's certified rules, and for a change of members or rules
 * a majority of the electorate, whatever the rules say.
 */

import { majorityOf } from '../limits.ts';
import { refusal } from '../log/refusal.ts';
import type { CellRules, Fraction, ProposalRules } from './bodies.ts';
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
