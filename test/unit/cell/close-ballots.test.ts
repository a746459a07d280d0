import { afterEach, expect, it, vi } from 'vitest';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { openBallot } from '../../../electron/node/cell/deciding/open-ballot.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import {
  CLOSING,
  closeBallots,
  NOTHING_CLOSED,
} from '../../../electron/node/cell/reactions/close-ballots.ts';
import { remembering } from '../../../electron/node/cell/reactions/reaction.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { RealMember } from '../../support/cell/real-member.ts';

const alice = new RealMember('alice', 1);
afterEach(() => alice.close());

it('closes the other ballots when one of them makes it throw, and says which', () => {
  const cell = alice.found('Maple Street');
  const clock = () => alice.nowMs;
  const author = { scid: alice.identity.scid, key: alice.key };
  const log = new IntegrityLog({ cell, store: alice.logStore, clock, authorise: authoriseEntry, author });
  const epoch = log.book.epochAt([...log.graph.heads(author.scid)]);
  const ballots = ['Paint the shed', 'Mow the lawn'].map((title) => {
    const proposal = openBallot.draft(log, title, '').hash;
    const { hash } = openBallot.open(log, { proposal, attempt: 1, text: '', epoch, rules: epoch.rules });
    log.append('vote', { ballot: hash, choice: 'APPROVE' });
    return hash;
  });
  const [bad, good] = ballots as [string, string];
  const failed = vi.fn();
  const storedAtMs = (hash: string): number => {
    if (hash === bad) throw new Error('a row is bad');
    return alice.nowMs;
  };
  const reactions = [remembering(CLOSING, NOTHING_CLOSED, closeBallots)];
  const writer = new ReactionWriter({ log, me: author.scid, clock, storedAtMs, reactions, failed });
  writer.start();
  writer.stop();
  expect(failed.mock.calls.map(([what]) => inEnglish(what))).toEqual([
    `Closing ${log.book.ballot(bad)?.slot}`,
  ]);
  expect(ballotState(log.book, good).state).toBe('passed');
  expect(ballotState(log.book, bad).state).toBe('voting');
});
