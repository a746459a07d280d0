/** Bugs in how keys change, and in what their owners and thieves may do with them. */
import type { Ballot, Ballots, Closure } from '#shared/protocol/closing/ballot.ts';
import { type Epoch, epochTips } from '#shared/protocol/closing/epoch.ts';
import { isMembershipSlot } from '#shared/protocol/closing/slot.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { refusal } from '#shared/protocol/log/refusal.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { NO_WISH } from '../../electron/node/cell/reactions/reaction.ts';
import { memberLogOfHeld } from '../../electron/node/identity/member-log/index.ts';
import { ballotsWith, type Plant } from './plants.ts';
import { multikeyOf } from './seeds.ts';

const EPOCH = 'shared/protocol/closing/epoch.ts';
const NOT_NOW = refusal('generation', asWritten('another generation'));
const UNWRITTEN = 'electron/node/cell/own-feed/unwritten-key.ts';

export const KEY_PLANTS: readonly Plant[] = [
  {
    name: 'a member has all keys that it ever had',
    kinds: ['stolen keys', 'race', 'lost machine'],
    modules: {
      'electron/node/cell/deciding/authorise-entry.ts': (original) => ({
        authoriseEntry: (book: CellBook, readKey: unknown) => {
          const authorise = original.authoriseEntry(book, readKey);
          return (added: HashedEntry, parents: readonly GraphNode[]) => {
            const refused = authorise(added, parents);
            return refused?.code === 'key' && isOfLog(book, added, parents) ? null : refused;
          };
        },
      }),
    },
  },
  {
    name: 'whose key was stolen is never trusted again',
    kinds: ['stolen keys', 'race'],
    modules: {
      'shared/protocol/log/settled.ts': () => ({
        settledEnds: (graph: EntryGraph) =>
          graph.authors().flatMap((author) => (graph.isForked(author) ? [] : graph.heads(author))),
      }),
    },
  },
  {
    name: 'a new machine waits for its own feed',
    kinds: ['lost machine'],
    modules: { 'electron/node/cell/reactions/begin-again.ts': () => ({ beginAgain: () => NO_WISH }) },
  },
  {
    name: 'a change of a key ends no life',
    kinds: ['stolen keys', 'race', 'lost machine'],
    modules: { [EPOCH]: (original) => ({ nextEpoch: withoutLives(original.nextEpoch) }) },
  },
  {
    name: 'generations under former keys count',
    kinds: ['stolen keys', 'race', 'old backup'],
    modules: {
      'shared/protocol/closing/generation.ts': (original) => ({
        generationError: (ballots: Ballots, ballot: Ballot, author: string, ...of: unknown[]) =>
          hasLaterGeneration(ballots, ballot, author, of[0] as GraphNode | null)
            ? NOT_NOW
            : original.generationError(ballots, ballot, author, ...of),
      }),
    },
  },
  {
    name: 'a fork under a former key makes votes void',
    kinds: ['stolen keys', 'race'],
    modules: {
      'shared/protocol/closing/tally.ts': (original) => ({
        tally: (ballots: Ballots, closure: Closure) => original.tally(blindToVersions(ballots), closure),
      }),
    },
  },
  {
    name: 'a version of the year 9999 is voted on',
    kinds: ['race'],
    modules: {
      'shared/protocol/closing/rekey.ts': () => ({ isAheadOfTime: () => false, actsFromMs: () => null }),
    },
  },
  {
    name: 'a copy of a home begins under a new key',
    kinds: ['old backup', 'lost machine'],
    modules: { [UNWRITTEN]: () => ({ waitsForFirst: () => false }) },
  },
  {
    name: 'a thief under a former key silences its owner',
    kinds: ['stolen keys', 'race'],
    modules: { [UNWRITTEN]: (original) => ({ waitsForFirst: original.isKeyUnwritten }) },
  },
  {
    name: 'branches under a former key are waited for',
    kinds: ['stolen keys', 'race', 'lost machine'],
    modules: {
      'electron/node/cell/own-feed/old-news.ts': (original) => ({
        OldNews: class extends original.OldNews {
          has(): boolean {
            return false;
          }
        },
      }),
    },
  },
  {
    name: 'a home signs with the key that it has in use',
    withinRuns: 500,
    modules: {
      'electron/node/log/own-key.ts': (original) => ({
        OwnKey: class extends original.OwnKey {
          next(author: { key: Parameters<typeof multikeyOf>[0] }, ...of: unknown[]): object {
            return { ...super.next(author, ...of), key: multikeyOf(author.key) };
          }
        },
      }),
    },
  },
];

function isOfLog(book: CellBook, { entry }: HashedEntry, parents: readonly GraphNode[]): boolean {
  const member = book.epochAt(parents).members.find(({ scid }) => scid === entry.author);
  return member !== undefined && memberLogOfHeld(member.didLog).versions.some(({ key }) => key === entry.key);
}

type NextEpoch = (...of: unknown[]) => Epoch;

function withoutLives(nextEpoch: NextEpoch): NextEpoch {
  return (...of) => {
    const epoch = nextEpoch(...of);
    return { ...epoch, lives: epoch.lives.filter(({ gen }) => gen > 0) };
  };
}

/** Under whichever key. */
function hasLaterGeneration(
  { graph }: Ballots,
  { slot, body, electorate }: Ballot,
  author: string,
  head: GraphNode | null,
): boolean {
  const tips = isMembershipSlot(slot) ? epochTips(graph, electorate) : graph.get(body.proposal)?.tips;
  return (tips?.get(author) ?? []).some(({ entry }) => entry.gen > (head?.entry.gen ?? 0));
}

/** The same ballots, whose electorates do not know how many keys their members have had. */
function blindToVersions(ballots: Ballots): Ballots {
  return {
    ...ballotsWith(ballots, (hash) => ballots.votes(hash)),
    ballot: (hash) => {
      const ballot = ballots.ballot(hash);
      return ballot && { ...ballot, electorate: { ...ballot.electorate, logs: new Map() } };
    },
  };
}
