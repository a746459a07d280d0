/** What the people at the nodes want: each wish is tried again until it is fulfilled or too late. */
import { type Ballot, everything } from '#shared/closing/ballot.ts';
import { certificates } from '#shared/closing/certificate.ts';
import { isAfterEnd } from '#shared/closing/ended.ts';
import { type Epoch, isMember } from '#shared/closing/epoch.ts';
import { ballotFloors } from '#shared/closing/floors.ts';
import { generationError } from '#shared/closing/generation.ts';
import { ownNodes } from '#shared/closing/own.ts';
import { tally } from '#shared/closing/tally.ts';
import type { GraphNode } from '#shared/log/entry-graph.ts';
import { DID_LOG, LOW_RULES, scid } from '../support/cell/feed-writer.ts';
import { TURN_MS } from './genesis.ts';
import type { ProposedChange, SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import { trust } from './trust-wishes.ts';

export type WishEvent = Extract<
  SimEvent,
  { do: 'propose' | 'vote' | 'close' | 'withdraw' | 'reopen' | 'endorse' | 'transfer' }
>;

export interface Wish {
  readonly event: WishEvent;
  done: boolean;
}

export function obey(node: SimNode): void {
  for (const wish of node.wishes) {
    if (wish.done) continue;
    wish.done = fulfil(node, wish.event);
  }
}

/** True once there is nothing left to do about it. */
function fulfil(node: SimNode, event: WishEvent): boolean {
  switch (event.do) {
    case 'propose':
      return propose(node, event);
    case 'vote':
      return vote(node, event);
    case 'close':
      return closeByHand(node, event.key);
    case 'withdraw':
      return withdraw(node, event.key);
    case 'reopen':
      return reopen(node, event);
    case 'endorse':
    case 'transfer':
      return trust(node, event);
  }
}

export function epochNow(node: SimNode): Epoch {
  return node.book.epochAt([...node.ahead().values()].flat());
}

function draftOf(node: SimNode, key: string): GraphNode | undefined {
  return node.book.drafts().find((draft) => draft.entry.body.title === key && node.isAhead(draft));
}

/** Ballots of the newest attempt at a proposal. */
function ballotsOf(node: SimNode, key: string): Ballot[] {
  const draft = draftOf(node, key);
  if (!draft) return [];
  const known = node.book.ballotsOf(draft.hash).filter(({ open }) => node.isAhead(open));
  const newest = Math.max(0, ...known.map(({ body }) => body.attempt));
  return known.filter(({ body }) => body.attempt === newest);
}

/** Those that a member is offered to take part in. */
function offered(node: SimNode, key: string): Ballot[] {
  const epoch = epochNow(node);
  return ballotsOf(node, key).filter(
    ({ open, electorate }) => isMember(electorate, node.author) && !isAfterEnd(node.graph, epoch, open),
  );
}

export function writeDraft(node: SimNode, key: string): GraphNode {
  const numbers = node.book
    .drafts()
    .filter((draft) => node.isAhead(draft))
    .map((draft) => Number(draft.entry.body.number));
  return node.write('draft', { number: 1 + Math.max(0, ...numbers), title: key, text: '' });
}

function propose(node: SimNode, event: Extract<WishEvent, { do: 'propose' }>): boolean {
  const { key, change, deadlineMs, quorum, threshold } = event;
  if (!isMember(epochNow(node), node.author)) return false;
  const draft = draftOf(node, key) ?? writeDraft(node, key);
  if (draft.entry.author !== node.author || ballotsOf(node, key).length > 0) return true;
  const epoch = epochNow(node);
  const electorate = change ? epoch : node.book.epochOf(draft);
  const n = electorate.members.length;
  const least = ballotFloors(epoch.rules, n, change !== null);
  const body = change && changeBody(node, epoch, change);
  if (change && !body) return true;
  node.write('open', {
    proposal: draft.hash,
    attempt: 1,
    epoch: electorate.number,
    text: '',
    rules: {
      quorum: Math.min(Math.max(quorum ?? Math.floor(n / 2) + 1, least.quorum), n),
      threshold: threshold[0] === 0 ? [1, 2] : [...threshold],
      deadlineMs,
      graceMs: 50,
    },
    ...(body ? { change: body } : {}),
  });
  return true;
}

function changeBody(node: SimNode, epoch: Epoch, change: ProposedChange): object | null {
  if (change.type === 'rules')
    return { type: 'rules', rules: { ...LOW_RULES, turnMs: TURN_MS, f: change.f } };
  const member = scid(change.name);
  const isIn = isMember(epoch, member);
  if (change.type === 'admit') {
    if (isIn || epoch.members.length >= 7) return null;
    return { type: 'admit', scid: member, alias: change.name, didLog: DID_LOG };
  }
  const end = node.ahead().get(member)?.[0];
  return isIn && end && epoch.members.length > 1 ? { type: 'remove', scid: member, end: end.hash } : null;
}

function vote(node: SimNode, { key, choice }: Extract<WishEvent, { do: 'vote' }>): boolean {
  const ballots = offered(node, key);
  for (const { open, slot } of ballots) {
    if (ownNodes(node.book, node.head, node.book.closes(open.hash)).length > 0) continue;
    if (certificates(node.book, everything, slot).length > 0) continue;
    node.write('vote', { ballot: open.hash, choice });
  }
  return ballots.length > 0;
}

function closeByHand(node: SimNode, key: string): boolean {
  const ballots = offered(node, key);
  for (const ballot of ballots) {
    const { hash } = ballot.open;
    if (generationError(node.book, ballot, node.author, node.head, node.ahead())) continue;
    if (certificates(node.book, everything, ballot.slot).length > 0) continue;
    if (ownNodes(node.book, node.head, node.book.closes(hash)).length > 0) continue;
    if (ownNodes(node.book, node.head, node.book.votes(hash)).length === 0) return false;
    node.write('close', { ballot: hash });
  }
  return ballots.length > 0;
}

function withdraw(node: SimNode, key: string): boolean {
  const ballots = ballotsOf(node, key);
  for (const { open, proposer } of ballots) {
    if (proposer !== node.author) return true;
    if (ownNodes(node.book, node.head, node.book.withdraws(open.hash)).length > 0) continue;
    node.write('withdraw', { ballot: open.hash });
  }
  return ballots.length > 0;
}

function reopen(node: SimNode, { key, attempt, anyway }: Extract<WishEvent, { do: 'reopen' }>): boolean {
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
  if (conflicting || !again) return true;
  const epoch = epochNow(node);
  if (!isMember(epoch, node.author)) return true;
  const { change } = again.body;
  if (change?.type === 'admit' && (isMember(epoch, change.scid) || epoch.members.length >= 7)) return true;
  if (change?.type === 'remove' && !isMember(epoch, change.scid)) return true;
  const electorate = change ? epoch : again.electorate;
  node.write('open', {
    ...again.body,
    attempt,
    epoch: electorate.number,
    rules: {
      ...again.body.rules,
      quorum: Math.min(
        electorate.members.length,
        Math.max(
          again.body.rules.quorum,
          ballotFloors(epoch.rules, electorate.members.length, !!change).quorum,
        ),
      ),
    },
    ...(change?.type === 'remove'
      ? { change: { ...change, end: node.ahead().get(change.scid)?.[0]?.hash ?? change.end } }
      : {}),
  });
  return true;
}
