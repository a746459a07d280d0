import { EventEmitter } from 'node:events';
import type { Notification } from 'electron';
import { describe, expect, test } from 'vitest';
import { voteNotices } from '../../../electron/main/notifications/vote-notices.ts';
import { VoteNotifier } from '../../../electron/main/notifications/vote-notifier.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';
import { NOW_MS } from '../../support/sample-states.ts';

const TOMORROW = new Date(2026, 4, 15, 20, 0).getTime();
const needed = (id: string, label = 'P-14') =>
  sampleProposal({ id, label, needsMyVote: true, deadlineAtMs: TOMORROW });

describe('what is told of votes', () => {
  test('names the action, the time, and the page that it opens', () => {
    const { notices } = voteNotices(new Set(), [needed('a1')], NOW_MS);
    expect(notices).toEqual([
      {
        title: 'P-14: Raise the shared bandwidth quota to 40 Mbit/s',
        body: 'It needs your vote and closes tomorrow 20:00.',
        hash: '#/governance/a1',
      },
    ]);
  });

  test('is told once, and again when a next attempt needs the vote', () => {
    const first = voteNotices(new Set(), [needed('a1')], NOW_MS);
    expect(voteNotices(first.waiting, [needed('a1')], NOW_MS).notices).toEqual([]);
    const voted = voteNotices(first.waiting, [sampleProposal({ id: 'a1' })], NOW_MS);
    expect(voted.notices).toEqual([]);
    expect(voteNotices(voted.waiting, [needed('a1')], NOW_MS).notices).toHaveLength(1);
  });

  test('says nothing of votes that are not this operator’s', () => {
    expect(voteNotices(new Set(), [sampleProposal()], NOW_MS).notices).toEqual([]);
  });

  test('makes one notice of many votes', () => {
    const many = ['a', 'b', 'c', 'd'].map((id, index) => needed(id, `P-${index + 1}`));
    expect(voteNotices(new Set(), many, NOW_MS).notices).toEqual([
      {
        title: '4 votes wait for you: P-1, P-2, P-3, P-4',
        body: 'A click shows them.',
        hash: '#/governance',
      },
    ]);
  });

  test('leaves out a time that is over, and makes hidden characters of a title visible', () => {
    const late = { ...needed('a1'), deadlineAtMs: NOW_MS - 1, title: 'pay\u202Etxt' };
    const [notice] = voteNotices(new Set(), [late], NOW_MS).notices;
    expect(notice?.title).toBe('P-14: pay⟨U+202E⟩txt');
    expect(notice?.body).toBe('It needs your vote.');
  });

  test('puts nothing that others wrote into a body, where some servers take markup', () => {
    const markup = { ...needed('a1'), title: '<a href="x">b</a>', label: 'P-1·<i>eve</i>' };
    for (const count of [1, 4]) {
      const all = Array.from({ length: count }, (_, index) => ({ ...markup, id: `${index}` }));
      for (const { body } of voteNotices(new Set(), all, NOW_MS).notices) expect(body).not.toMatch(/[<>]/);
    }
  });
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the notifier', () => {
  class Shown extends EventEmitter {
    static readonly all: Shown[] = [];
    static supported = true;
    static isSupported = () => Shown.supported;
    readonly options: { title: string };
    constructor(options: { title: string }) {
      super();
      this.options = options;
    }
    show(): void {
      Shown.all.push(this);
    }
  }
  const notifier = (lookedAt: boolean, answers = true) => {
    Shown.all.length = 0;
    const opened: string[] = [];
    return {
      opened,
      votes: new VoteNotifier({
        Notification: Shown as unknown as typeof Notification,
        isLookedAt: () => lookedAt,
        open: (hash) => opened.push(hash),
        answers: () => Promise.resolve(answers),
        nowMs: () => NOW_MS,
      }),
    };
  };

  test('opens the page of the vote when it is clicked', async () => {
    const { votes, opened } = notifier(false);
    votes.heard([needed('a1')]);
    votes.heard([needed('a1')]);
    await settled();
    expect(Shown.all).toHaveLength(1);
    Shown.all[0]?.emit('click');
    expect(opened).toEqual(['#/governance/a1']);
  });

  test('shows nothing when the server does not answer: it would hold up the window', async () => {
    const { votes } = notifier(false, false);
    votes.heard([needed('a1')]);
    await settled();
    expect(Shown.all).toHaveLength(0);
  });

  test('is silent while the operator looks at the window, also about that vote later', async () => {
    const { votes } = notifier(true);
    votes.heard([needed('a1')]);
    await settled();
    expect(Shown.all).toHaveLength(0);
  });
});
