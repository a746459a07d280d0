import {
  type Attestation,
  type Ballots,
  type Closure,
  type Countable,
  closureKey,
  type Past,
} from './ballot.ts';
import { isMember, quorumSizes } from './epoch.ts';

/** A closure that q members of the electorate attest in one round (CLOSING: quorum). */
export interface Backing {
  readonly closure: Closure;
  readonly key: string;
  readonly round: number;
  /** Authors, sorted. */
  readonly signers: readonly string[];
}

/** q equal confirms of one round: final. Round and signers are not part of what is certified. */
export interface Certificate {
  readonly slot: string;
  readonly closure: Closure;
  readonly round: number;
  /** Authors of the confirms, sorted. */
  readonly signers: readonly string[];
}

/** What distinct members of the electorate attest q times in one round within a past, by round, then by key. */
function backings(ballots: Countable, attestations: readonly Attestation[], past: Past): Backing[] {
  const groups = new Map<string, { attestation: Attestation; authors: Set<string> }>();
  for (const attestation of attestations) {
    if (!past(attestation.node)) continue;
    const id = `${attestation.body.round}:${attestation.key}`;
    const group = groups.get(id);
    if (group) group.authors.add(attestation.node.entry.author);
    else groups.set(id, { attestation, authors: new Set([attestation.node.entry.author]) });
  }
  const backed: Backing[] = [];
  for (const { attestation, authors } of groups.values()) {
    const { body, key } = attestation;
    const electorate = ballots.ballot(body.ballot)?.electorate;
    if (!electorate || authors.size < quorumSizes(electorate).q) continue;
    const signers = [...authors].filter((author) => isMember(electorate, author)).sort();
    if (signers.length < quorumSizes(electorate).q) continue;
    backed.push({ closure: { ballot: body.ballot, closes: body.closes }, key, round: body.round, signers });
  }
  return backed.sort((a, b) => a.round - b.round || (a.key < b.key ? -1 : 1));
}

/** Closures with q equal signs within a past, by round. */
export function signBackings(ballots: Ballots, past: Past, slot: string): Backing[] {
  return backings(ballots, ballots.signs(slot), past);
}

/** True when q equal signs of this round lie in the past (CLOSING: quorum). */
export function hasSignQuorum(
  ballots: Ballots,
  past: Past,
  slot: string,
  round: number,
  closure: Closure,
): boolean {
  const key = closureKey(closure);
  return signBackings(ballots, past, slot).some((backing) => backing.round === round && backing.key === key);
}

/** Every closure that q equal confirms certify within a past; more than one means that the slot has forked. */
export function certificates(ballots: Countable, past: Past, slot: string): Certificate[] {
  const confirms = ballots.confirms(slot);
  if (confirms.length === 0) return [];
  const found = new Map<string, Certificate>();
  for (const { closure, key, round, signers } of backings(ballots, confirms, past)) {
    if (!found.has(key)) found.set(key, { slot, closure, round, signers });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, certificate]) => certificate);
}
