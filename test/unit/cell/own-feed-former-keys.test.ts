/** What keeps a home from signing twice, and keys that changed: entries of its feed under other keys than that of now. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { inEnglish, type Saying } from '#shared/protocol/saying.ts';
import { CLAIM_MS } from '../../../electron/node/cell/own-feed/members-word.ts';
import { type GuardedLog, OwnFeedGuard } from '../../../electron/node/cell/own-feed/own-feed-guard.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { Barred } from '../../../electron/node/store/safety-state.ts';
import { foundEntry, scid } from '../../support/cell/feed-writer.ts';
import { changedByDevice, laterKey, memberDidLog } from '../../support/cell/member-did-log.ts';

const FIRST = SigningKey.fromSeed(new Uint8Array(32).fill(7));
const LOG = memberDidLog(FIRST, 1_700_000_000_000);
const CHANGED = changedByDevice(FIRST, LOG, 1_700_000_100_000);
const ME = String(LOG[0]?.parameters.scid);
const OTHERS = [scid('bob'), scid('carol')];
const keyOf = (key: SigningKey): string => encodeMultikey('ed25519', key.publicKey);
const [OLD, NEW, NEXT] = [keyOf(FIRST), keyOf(CHANGED.key), keyOf(laterKey(FIRST, 'device', 1002))];

let barred: Saying | null;
let state: Barred | null;
let isChanged: boolean;
let base: number;
let begun: number[];
let told: string[];
let marked: string | null;
let guard: OwnFeedGuard;
let meet: (entry: Entry, hash: string) => void;

/** A home of the member, with the key of each version and the one after, and nothing of its own in the graph. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  [barred, state, isChanged, base, begun, told, marked] = [null, null, false, 0, [], [], null];
  const log = {
    cell: 'cell',
    graph: { heads: () => [], isKnown: () => false, get: () => undefined },
    isWritable: true,
    ownHead: () => null,
    watchFeed: (_: string, met: typeof meet) => {
      meet = met;
    },
    watchWriting: () => undefined,
    get signingBarred() {
      return barred;
    },
    barSigning: (reason: Saying | null) => {
      barred = reason;
    },
    beginGeneration: (least: number) => {
      begun.push(least);
      return {} as GraphNode;
    },
  } as unknown as GuardedLog;
  guard = new OwnFeedGuard({
    log,
    safety: {
      read: () => state,
      bar: (_, now) => {
        state = now;
      },
      lift: () => {
        state = null;
      },
      wasMarked: () => false,
      noteMarked: () => undefined,
    },
    marker: {
      read: () => ({ gen: 0, hash: marked }),
      write: () => undefined,
    },
    me: ME,
    key: OLD,
    keys: {
      present: () => (isChanged ? NEW : OLD),
      holds: (key) => [OLD, NEW, NEXT].includes(key),
      formerUsed: ({ key }) => told.push(key),
    },
    epoch,
    changed: () => undefined,
  });
});
afterEach(() => {
  guard.stop();
  vi.useRealTimers();
});

function epoch(): Epoch {
  const didLog = isChanged ? CHANGED.didLog : LOG;
  const member = { scid: ME, alias: 'alice', didLog, version: '', base, admittedBy: '' } as unknown as Member;
  const members = [member, ...OTHERS.map((other) => ({ ...member, scid: other, alias: other }))];
  const lives = isChanged ? [{ scid: ME, version: 2, gen: 0, closes: [] }] : [];
  const logs = new Map(members.map((one) => [one.scid, one]));
  return { number: isChanged ? 3 : 2, rules: DEFAULT_CELL_RULES, members, lives, logs } as unknown as Epoch;
}

function shownUnder(key: string, hash: string): void {
  meet({ ...foundEntry('alice').entry, author: ME, key }, hash);
}

const answer = (hashes: readonly string[] = []) => {
  for (const other of OTHERS) guard.peerHolds(other, { [ME]: hashes });
};

it('goes on whichever branches under its former key each member has kept, and is told of each once', () => {
  isChanged = true;
  for (const hash of ['aa', 'bb', 'aa']) shownUnder(OLD, hash);
  answer(['aa', 'bb']);
  expect(barred).toBeNull();
  expect(told).toEqual([OLD, OLD]);
  answer(['cc']);
  expect(barred).not.toBeNull();
});

it('goes on although branches that it does not have stand under the key of a machine that it replaced', () => {
  isChanged = true;
  const stranger = keyOf(SigningKey.fromSeed(new Uint8Array(32).fill(9)));
  shownUnder(stranger, 'aa');
  answer(['aa']);
  expect(barred).not.toBeNull();
  shownUnder(OLD, 'bb');
  answer(['bb']);
  expect(barred).toBeNull();
});

it('is an older copy where something stands under a key of its own that its log does not know yet', () => {
  shownUnder(NEW, 'aa');
  expect(state?.why).toBe('shown');
  expect(barred).not.toBeNull();
});

it('goes on under a new key, in a generation of its own, after somebody else had used the one before', () => {
  shownUnder(OLD, 'aa');
  expect(barred).not.toBeNull();
  isChanged = true;
  answer();
  expect(guard.doubt().answered).toHaveLength(OTHERS.length);
  guard.goOn();
  expect(begun).toHaveLength(1);
  expect(barred).toBeNull();
});

it('waits with the one place at which a lost machine is replaced', () => {
  shownUnder(OLD, 'aa');
  [isChanged, base] = [true, 4];
  answer();
  guard.goOn();
  expect(begun).toEqual([]);
  expect(barred).not.toBeNull();
});

it('signs nothing while members say that its key is a former one: for a minute by the word of one, for good by all', () => {
  guard.keyTold(OTHERS[0]!);
  expect(barred && inEnglish(barred)).toMatch(/^\S+ says that your key was changed\..*ghoststack recover/);
  vi.advanceTimersByTime(CLAIM_MS);
  expect(barred).toBeNull();
  guard.keyTold(OTHERS[0]!);
  expect(barred).toBeNull();
  guard.keyTold(OTHERS[1]!);
  vi.advanceTimersByTime(10 * CLAIM_MS);
  expect(barred && inEnglish(barred)).toMatch(/^\S+ and \S+ say that your key was changed\./);
  // Its operator knows better: nobody is believed again.
  guard.override();
  expect(barred).toBeNull();
  for (const other of OTHERS) guard.keyTold(other);
  expect(barred).toBeNull();
});

it('does not begin in a lost machine’s place by a key that a backup brought, though its operator went on before; who asked for it does', () => {
  expect(barred).toBeNull();
  [isChanged, base, marked] = [true, 4, null];
  answer();
  expect(barred).toBeNull();
  // Marked at its own receipts: it is not the one that asked.
  marked = 'ab'.repeat(32);
  answer();
  expect(barred && inEnglish(barred)).toContain('what that key signed first is not here');
  base = 0;
  answer();
  expect(barred).toBeNull();
});
