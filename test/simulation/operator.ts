/** What the people at the nodes want: each wish is tried again until it is fulfilled or too late. */
import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { generationError } from '#shared/protocol/closing/generation.ts';
import { ownNodes } from '#shared/protocol/closing/own.ts';
import { ballotsOf, epochNow } from './at-hand.ts';
import { askBack, rekey, vouch } from './key-wishes.ts';
import { crowd, draft, follow, isUndecided, propose, reopen } from './openings.ts';
import type { SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import type { Surroundings } from './surroundings.ts';
import { trust } from './trust-wishes.ts';

export type WishEvent = Extract<
  SimEvent,
  {
    do:
      | 'draft'
      | 'propose'
      | 'vote'
      | 'support'
      | 'close'
      | 'withdraw'
      | 'reopen'
      | 'follow'
      | 'crowd'
      | 'endorse'
      | 'transfer'
      | 'rekey'
      | 'let-back'
      | 'vouch';
  }
>;

export interface Wish {
  readonly event: WishEvent;
  done: boolean;
}

export function obey(node: SimNode, at: Surroundings): void {
  for (const wish of node.wishes) {
    if (wish.done) continue;
    wish.done = fulfil(node, wish.event, at);
  }
}

/** True once there is nothing left to do about it. */
function fulfil(node: SimNode, event: WishEvent, at: Surroundings): boolean {
  switch (event.do) {
    case 'draft':
      return draft(node, event.key);
    case 'propose':
      return propose(node, event);
    case 'vote':
      return vote(node, event);
    case 'support':
      return support(node, event);
    case 'close':
      return closeByHand(node, event.key);
    case 'withdraw':
      return withdraw(node, event.key);
    case 'reopen':
      return reopen(node, event);
    case 'follow':
      return follow(node, event.key);
    case 'crowd':
      return crowd(node, event);
    case 'endorse':
    case 'transfer':
      return trust(node, event);
    case 'rekey':
      return rekey(node, event);
    case 'let-back':
      return askBack(node, event, at);
    case 'vouch':
      return vouch(node, event, at);
  }
}

/** Those that a member is offered to take part in. */
function offered(node: SimNode, key: string): Ballot[] {
  const epoch = epochNow(node);
  return ballotsOf(node, key).filter(
    ({ open, electorate }) =>
      isMember(electorate, node.author) && !isAfterEnd(node.graph, epoch, open, everything),
  );
}

function support(node: SimNode, event: Extract<WishEvent, { do: 'support' }>): boolean {
  const [newest] = ballotsOf(node, event.key);
  if (newest && ownNodes(node.book, node.head, node.book.votes(newest.open.hash)).length === 0)
    vote(node, event);
  return newest !== undefined && !isUndecided(node, newest);
}

function vote(node: SimNode, { key, choice }: Extract<WishEvent, { do: 'vote' | 'support' }>): boolean {
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
    node.closesByHand = true;
    try {
      node.write('close', { ballot: hash });
    } finally {
      node.closesByHand = false;
    }
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
