import { type Attestation, type Ballots, type Closure, closureKey, type Past } from './ballot.ts';
import { isMember, quorumSizes } from './epoch.ts';

/** q equal confirms of one round: final. Round and signers are not part of what is certified. */
export interface Certificate {
  readonly slot: string;
  readonly closure: Closure;
  readonly round: number;
  /** Authors of the confirms, sorted. */
  readonly signers: readonly string[];
}

/** Distinct members of the electorate who attest this closure in this round within a past (CLOSING: distinct). */
export function attesters(
  ballots: Ballots,
  attestations: readonly Attestation[],
  past: Past,
  round: number,
  closure: Closure,
): string[] {
  const electorate = ballots.ballot(closure.ballot)?.electorate;
  if (!electorate) return [];
  const key = closureKey(closure);
  const authors = new Set<string>();
  for (const { node, body } of attestations) {
    if (body.round !== round || closureKey(body) !== key || !past(node)) continue;
    if (isMember(electorate, node.entry.author)) authors.add(node.entry.author);
  }
  return [...authors].sort();
}

/** True when q equal signs of this round lie in the past (CLOSING: quorum). */
export function hasSignQuorum(
  ballots: Ballots,
  past: Past,
  slot: string,
  round: number,
  closure: Closure,
): boolean {
  const electorate = ballots.ballot(closure.ballot)?.electorate;
  if (!electorate) return false;
  return attesters(ballots, ballots.signs(slot), past, round, closure).length >= quorumSizes(electorate).q;
}

/** Every closure that q equal confirms certify within a past; more than one means that the slot has forked. */
export function certificates(ballots: Ballots, past: Past, slot: string): Certificate[] {
  const found = new Map<string, Certificate>();
  const seen = new Set<string>();
  for (const { node, body } of ballots.confirms(slot)) {
    const key = closureKey(body);
    if (seen.has(`${body.round}:${key}`) || !past(node)) continue;
    seen.add(`${body.round}:${key}`);
    const electorate = ballots.ballot(body.ballot)?.electorate;
    if (!electorate) continue;
    const signers = attesters(ballots, ballots.confirms(slot), past, body.round, body);
    if (signers.length < quorumSizes(electorate).q) continue;
    const known = found.get(key);
    if (!known || known.round > body.round) {
      found.set(key, {
        slot,
        closure: { ballot: body.ballot, closes: body.closes },
        round: body.round,
        signers,
      });
    }
  }
  return [...found.values()].sort((a, b) => (closureKey(a.closure) < closureKey(b.closure) ? -1 : 1));
}
