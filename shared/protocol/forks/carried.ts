/** What a branch takes along of its parent, as numbers: checked there once, and understood without its log. */
import type { Past } from '../closing/ballot.ts';
import type { Epoch } from '../closing/epoch.ts';
import { CARRIED_TRUST_MAX, type CarriedTrust } from '../closing/fork-body.ts';
import { datedEndorsements } from '../trust/dated-endorsements.ts';
import { FADE_ONE, fadedStrength } from '../trust/fade.ts';
import { balanceWithin } from '../trust/token-changes.ts';
import type { TrustedLog } from '../trust/trust-book.ts';

/** Beyond it no sum says more; below 2^53 with one more summand. */
const WEIGHT_MAX = CARRIED_TRUST_MAX * FADE_ONE;

export function carriedBalance(book: TrustedLog, scid: string, within: Past, epoch: Epoch): number {
  const { graph, trust } = book;
  return balanceWithin(graph, trust.changesOf(scid), within, epoch, trust.beginningOf(scid));
}

/** Of each pair of those listed, what is left on a day of all endorsements, uncapped, to the nearest thousandth. */
export function carriedTrust(
  book: TrustedLog,
  listed: readonly string[],
  day: number,
  within: Past,
  epoch: Epoch,
): CarriedTrust[] {
  const weights = new Map<string, number>();
  for (const { source, target, strength, day: from } of datedEndorsements(book, within, epoch)) {
    const pair = `${source}/${target}`;
    const weight = (weights.get(pair) ?? 0) + fadedStrength(strength, day - from);
    weights.set(pair, Math.min(WEIGHT_MAX, weight));
  }
  return listed.flatMap((source, i) =>
    listed.flatMap((target, j): CarriedTrust[] => {
      const t = i === j ? 0 : thousandths(weights.get(`${source}/${target}`) ?? 0);
      return t > 0 ? [[i, j, t]] : [];
    }),
  );
}

function thousandths(weight: number): number {
  return Math.min(CARRIED_TRUST_MAX, Math.floor(weight / FADE_ONE + 1 / 2));
}
