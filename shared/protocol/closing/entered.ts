/** Epoch 0 of a cell that branched off: its members are listed, and each brings its DID log when it enters. */
import type { GraphNode } from '../log/entry-graph.ts';
import type { Past } from './ballot.ts';
import type { Epoch, Member } from './epoch.ts';
import type { Fork } from './fork-body.ts';
import { type DidLogText, newestVersionId } from './member-logs.ts';

const NOT_YET = '';

/** Those listed, of whom only the founder has a DID log yet. */
export function listedMembers(fork: Fork, found: GraphNode, didLog: DidLogText): Member[] {
  return fork.members.map(({ scid, alias }) => {
    const log = scid === found.entry.author ? didLog : [];
    const version = newestVersionId(log);
    return { scid, alias, didLog: log, version, base: 0, admittedBy: found.hash, enteredBy: NOT_YET };
  });
}

/** True while not everybody who is listed has entered. */
export function isAwaitingMembers({ members }: Epoch): boolean {
  return members.some(({ enteredBy }) => enteredBy === NOT_YET);
}

/** SCIDs of those listed who have entered. */
export function enteredMembers({ logs }: Epoch): string[] {
  return [...logs.values()].filter(({ enteredBy }) => enteredBy).map(({ scid }) => scid);
}

/** The epoch of an `enter`, from that of its parents. */
export function withEnter(epoch: Epoch, enter: GraphNode): Epoch {
  return withMembers(
    epoch,
    epoch.members.map((member) => (member.scid === enter.entry.author ? entered(member, enter) : member)),
  );
}

/** Epoch 0 where several pasts meet: of two entries of one author the one with the lower hash counts. */
export function mergedEntries(epochs: readonly Epoch[]): Epoch | null {
  const [first, ...others] = epochs;
  if (!first || others.length === 0 || others.every((other) => other === first)) return first ?? null;
  const members = first.members.map((member, at) =>
    others.reduce((best, other) => earlier(best, other.members[at] ?? best), member),
  );
  const same = epochs.find((epoch) => epoch.members.every((member, at) => member === members[at]));
  return same ?? withMembers(first, members);
}

/**
 * Epoch 0 as a certificate ends it, whoever reads more by then: with what entries lie in its past. Later ones stay as they
 * are: of a newcomer there is none, and whose key was changed is not as it entered any more.
 */
export function enteredWithin(epoch: Epoch, enters: readonly GraphNode[], within: Past): Epoch {
  if (enters.length === 0 || epoch.number > 0) return epoch;
  const members = epoch.members.map((member) =>
    enters
      .filter((enter) => enter.entry.author === member.scid && within(enter))
      .map((enter) => entered(member, enter))
      .reduce(earlier, { ...member, enteredBy: NOT_YET }),
  );
  if (members.every(({ enteredBy }, at) => enteredBy === epoch.members[at]?.enteredBy)) return epoch;
  return withMembers(epoch, members);
}

const byEnter = new WeakMap<GraphNode, Member>();

/** The same for the same entry; the founder's log stands in `found`. */
function entered(member: Member, enter: GraphNode): Member {
  const known = byEnter.get(enter);
  if (known) return known;
  const didLog = (enter.entry.body.didLog as DidLogText | undefined) ?? member.didLog;
  const made = { ...member, didLog, version: newestVersionId(didLog), enteredBy: enter.hash };
  byEnter.set(enter, made);
  return made;
}

function earlier(one: Member, other: Member): Member {
  if (!other.enteredBy) return one;
  return !one.enteredBy || other.enteredBy < one.enteredBy ? other : one;
}

function withMembers(epoch: Epoch, members: readonly Member[]): Epoch {
  return { ...epoch, members, logs: new Map(members.map((member) => [member.scid, member])) };
}
