/** What proposers open: the first time, again, and again for as long as something else won the slot. */
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Change, ProposalRules } from '#shared/protocol/closing/bodies.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { changeError, type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import { newestEnd } from '#shared/protocol/closing/newest-end.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { ballotsOf, draftOf, epochNow } from './at-hand.ts';
import { person } from './people.ts';
import type { ProposedChange, SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

export function writeDraft(node: SimNode, key: string): GraphNode {
  const numbers = node.book
    .drafts()
    .filter((draft) => node.isAhead(draft))
    .map((draft) => Number(draft.entry.body.number));
  return node.write('draft', { number: 1 + Math.max(0, ...numbers), title: key, text: '' });
}

export function draft(node: SimNode, key: string): boolean {
  if (!isMember(epochNow(node), node.author)) return false;
  if (!draftOf(node, key)) writeDraft(node, key);
  return true;
}

/** True once there is nothing left to do about it. */
export function propose(node: SimNode, event: Extract<SimEvent, { do: 'propose' }>): boolean {
  const { key, change, deadlineMs, quorum, threshold } = event;
  if (!isMember(epochNow(node), node.author)) return false;
  const drafted = draftOf(node, key) ?? writeDraft(node, key);
  if (drafted.entry.author !== node.author || ballotsOf(node, key).length > 0) return true;
  const epoch = epochNow(node);
  const electorate = change ? epoch : node.book.epochOf(drafted);
  const n = electorate.members.length;
  const wanted = { quorum: quorum ?? Math.floor(n / 2) + 1, threshold: [...threshold] as [number, number] };
  const made = change && changeOf(node, epoch, change);
  if (change && !made) return true;
  return open(node, {
    proposal: drafted.hash,
    attempt: 1,
    electorate,
    rules: { ...wanted, deadlineMs, graceMs: 50 },
    change: made,
  });
}

/** What a change is at a node; null if it has no part in it that could be named. */
export function changeOf(node: SimNode, epoch: Epoch, change: ProposedChange): Change | null {
  if (change.type === 'rules') return { type: 'rules', rules: { ...epoch.rules, f: change.f } };
  const { name, scid, didLog } = person(change.name);
  if (change.type === 'admit')
    return {
      type: 'admit',
      scid,
      alias: change.alias ?? name,
      // Who was a member before brings the log that the cell has of it.
      didLog: (epoch.logs.get(scid)?.didLog ?? didLog).map((version) => ({ ...version })),
    };
  const end = newestEnd(node.ahead().get(scid) ?? []);
  return end ? { type: 'remove', scid, end: end.hash } : null;
}

export function reopen(
  node: SimNode,
  { key, attempt, anyway }: Pick<Extract<SimEvent, { do: 'reopen' }>, 'key' | 'attempt' | 'anyway'>,
): boolean {
  const candidates = ballotsOf(node, key).filter(
    ({ body, proposer }) => body.attempt === attempt - 1 && proposer === node.author,
  );
  const isPast = (confirm: GraphNode): boolean => node.isAhead(confirm);
  const [certificate, conflicting] = candidates[0] ? certificates(node.book, isPast, candidates[0].slot) : [];
  if (!certificate) return false;
  const { closure } = certificate;
  // Whoever opened twice tries it with the open that was superseded.
  const before =
    candidates.find(({ open }) => open.hash !== closure.ballot) ??
    candidates.find(() => tally(node.book, closure).outcome === 'expired');
  const again = before ?? (anyway ? candidates[0] : undefined);
  return conflicting || !again ? true : openAgain(node, again);
}

/** As the product follows a newcomer: until it is decided, or can be no more. */
export function follow(node: SimNode, key: string): boolean {
  const [newest] = ballotsOf(node, key).filter(({ proposer }) => proposer === node.author);
  if (!newest) return false;
  if (stateOf(node, newest) === 'superseded') openAgain(node, newest);
  return !isUndecided(node, newest);
}

export function isUndecided(node: SimNode, ballot: Ballot): boolean {
  return ['voting', 'closing', 'superseded'].includes(stateOf(node, ballot));
}

function stateOf(node: SimNode, { open }: Ballot): string {
  return ballotState(node.book, open.hash, (other) => node.isAhead(other)).state;
}

/** In each epoch one. */
export function crowd(node: SimNode, { times }: Extract<SimEvent, { do: 'crowd' }>): boolean {
  const epoch = epochNow(node);
  const own = node.book.ballotsBy(node.author).filter(({ body }) => body.change?.type === 'rules');
  if (!isMember(epoch, node.author) || own.length >= times) return true;
  if (own.some(({ body }) => body.epoch === epoch.number)) return false;
  const { hash: proposal } = writeDraft(node, `crowd ${own.length}`);
  const rules = ballotFloors(epoch.rules, epoch.members.length, true);
  open(node, {
    proposal,
    attempt: 1,
    electorate: epoch,
    rules,
    change: { type: 'rules', rules: epoch.rules },
  });
  return false;
}

function openAgain(node: SimNode, { body, electorate }: Ballot): boolean {
  const { proposal, attempt, rules, change } = body;
  const isRemoval = change?.type === 'remove';
  const end = isRemoval ? newestEnd(node.ahead().get(change.scid) ?? [])?.hash : undefined;
  return open(node, {
    proposal,
    attempt: attempt + 1,
    electorate: change ? epochNow(node) : electorate,
    rules,
    change: isRemoval ? { ...change, end: end ?? change.end } : (change ?? null),
  });
}

interface Opening {
  readonly proposal: string;
  readonly attempt: number;
  readonly electorate: Epoch;
  readonly rules: ProposalRules;
  readonly change: Change | null;
}

/** Asks for no less than the cell does, and for nothing that cannot be. */
function open(node: SimNode, { proposal, attempt, electorate, rules, change }: Opening): true {
  const epoch = epochNow(node);
  if (!isMember(epoch, node.author) || (change && changeError(epoch, change))) return true;
  const n = electorate.members.length;
  const least = ballotFloors(epoch.rules, n, change !== null);
  node.write('open', {
    proposal,
    attempt,
    epoch: electorate.number,
    text: '',
    rules: {
      quorum: Math.min(Math.max(rules.quorum, least.quorum), n),
      threshold: rules.threshold[0] === 0 ? [1, 2] : rules.threshold,
      deadlineMs: Math.max(rules.deadlineMs, least.deadlineMs),
      graceMs: Math.max(rules.graceMs, least.graceMs),
    },
    ...(change ? { change } : {}),
  });
  return true;
}
