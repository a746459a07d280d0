import { closureKey, pastOf } from '../closing/ballot.ts';
import { certificates } from '../closing/certificate.ts';
import { type Epoch, isMember } from '../closing/epoch.ts';
import type { Fork } from '../closing/fork-body.ts';
import { ownNodes } from '../closing/own.ts';
import type { Judge } from '../closing/validity.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { TrustBook } from '../trust/trust-book.ts';
import type { BranchBody } from './bodies.ts';
import { carriedBalance, carriedTrust } from './carried.ts';
import { type Founding, readFounding } from './fork-place.ts';

/** Signatures of DID logs are looked at for each of them. */
export const BRANCHES_MAX = 16;

export interface BranchJudge extends Judge {
  readonly trust: TrustBook;
  /** The first of an author's `branch` entries on each of its branches, valid or not. */
  branchesBy(author: string): readonly GraphNode[];
}

/** Why a `branch` is invalid, or null. */
export function branchError(judge: BranchJudge, node: GraphNode, body: BranchBody): Invalid | null {
  const { author } = node.entry;
  if (ownNodes(judge, node.prev, judge.branchesBy(author)).length >= BRANCHES_MAX)
    return refusal('too-many', says('refusal.tooManyBranches', { limit: BRANCHES_MAX }));
  const epoch = judge.epochOf(node);
  if (!isMember(epoch, author)) return refusal('not-a-member', says('refusal.notMember'));
  const founding = foundingOf(judge, node, body);
  if (!founding) return refusal('founding', says('refusal.branchFoundsNothing'));
  const { fork } = founding;
  return listedError(judge, epoch, fork) ?? slotsError(judge, node, fork) ?? carriedError(judge, node, fork);
}

function foundingOf(judge: BranchJudge, { entry }: GraphNode, { found }: BranchBody): Founding | null {
  const founding = readFounding(judge.texts.readSigned(found), judge.logs);
  if (!founding || founding.fork.parent !== judge.graph.cell) return null;
  return founding.entry.author === entry.author && founding.entry.key === entry.key ? founding : null;
}

/** Members there, with the name and the key that they have there, in the order in which they joined. */
function listedError(judge: BranchJudge, { members }: Epoch, { members: listed }: Fork): Invalid | null {
  const places = listed.map(({ scid, alias, key }) =>
    members.findIndex(
      (member) =>
        member.scid === scid &&
        member.alias.trim() === alias &&
        judge.logs.signingKey(scid, member.didLog) === key,
    ),
  );
  const isOrdered = places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1));
  return isOrdered ? null : refusal('members', says('refusal.branchOtherMembers'));
}

function slotsError(judge: BranchJudge, node: GraphNode, { slots }: Fork): Invalid | null {
  const there = pastOf(judge.graph, node.parents);
  for (const [slot, key] of Object.entries(slots)) {
    const certified = certificates(judge, there, slot).map(({ closure }) => closureKey(closure));
    if (certified.length < 2 || !certified.includes(key))
      return refusal('slots', says('refusal.branchOtherSlot', { slot }));
  }
  return null;
}

function carriedError(judge: BranchJudge, node: GraphNode, fork: Fork): Invalid | null {
  const there = pastOf(judge.graph, node.parents);
  const epoch = judge.epochOf(node);
  const wrong = fork.members.find(
    ({ scid, balance }) => carriedBalance(judge, scid, there, epoch) !== balance,
  );
  if (wrong) return refusal('carried', says('refusal.branchOtherBalance', { alias: wrong.alias }));
  if (fork.number !== judge.draftedBefore(node)) return refusal('carried', says('refusal.branchOtherNumber'));
  const listed = fork.members.map(({ scid }) => scid);
  const trust = carriedTrust(judge, listed, fork.day, there, epoch);
  return JSON.stringify(trust) === JSON.stringify(fork.trust)
    ? null
    : refusal('carried', says('refusal.branchOtherTrust'));
}
