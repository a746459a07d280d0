import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parentHashes } from '#shared/protocol/log/entry.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { authoriseEntry, keyAt } from '../../electron/node/cell/deciding/authorise-entry.ts';
import { knownWriter } from '../../electron/node/cell/deciding/known-writer.ts';
import { IntegrityLog } from '../../electron/node/log/integrity-log.ts';
import { exportLog, verifyLogFile } from '../../electron/node/log/log-file.ts';
import { LogStore } from '../../electron/node/log/log-store.ts';
import type { LogAuthor } from '../../electron/node/log/next-entry.ts';
import { type ReadEntry, readEntry, withoutSignature } from '../../electron/node/log/read-entry.ts';
import { signEntry } from '../../electron/node/log/signed-entry.ts';
import { stateHash } from '../../electron/node/log/state-hash.ts';
import { isCover } from '../../electron/node/log/vouching.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { meet, type RealMember, realCell } from '../support/cell/real-member.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 1_000 : 12;

let members: RealMember[];
/** What alice holds, causes first. */
let whole: ReadEntry[];
/** Signed by the members, and of no place in the log: each follows one of theirs under a number that does not. */
let misplaced: ReadEntry[];
/** The same in the name of alice, signed by bob under his own key: they vouch for nothing. */
let forged: ReadEntry[];

beforeAll(() => {
  members = realCell();
  const [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
  for (let round = 0; round < 3; round += 1) {
    for (let at = 0; at < 4; at += 1) alice.log.append('note', { round, at });
    bob.log.append('note', { round });
    if (round === 1) meet(alice, bob);
    carol.log.append('note', { round });
  }
  meet(...members);
  whole = alice.texts().map(readEntry);
  const following = (key: RealMember['key'], as: Partial<ReadEntry['entry']>, { hash, entry }: ReadEntry) =>
    readEntry(
      signEntry(key, { ...entry, prev: hash, seq: entry.seq + 7, seen: {}, kind: 'note', body: {}, ...as })
        .text,
    );
  misplaced = whole
    .filter(({ entry }) => entry.cell === alice.log.cell)
    .map((read) =>
      following(members.find(({ identity }) => identity.scid === read.entry.author)!.key, {}, read),
    );
  const bobs = whole.find(({ entry }) => entry.author === bob.identity.scid)!.entry.key;
  forged = whole
    .filter(({ entry }) => entry.author === alice.identity.scid && entry.cell === alice.log.cell)
    .map((read) => following(bob.key, { key: bobs }, read));
});

afterAll(() => {
  for (const member of members) member.close();
});

const stores: ReturnType<typeof openStore>[] = [];
function emptyLog(store = openStore({ path: ':memory:' }), author: LogAuthor | null = null): IntegrityLog {
  stores.push(store);
  const rules = { authorise: authoriseEntry, isWriter: knownWriter };
  const { cell } = members[0]!.log;
  return new IntegrityLog({ cell, store: new LogStore(store), clock: Date.now, ...rules, author });
}

/** What is delivered of an entry. */
type Fate = 'signed' | 'stripped' | 'spoiled' | 'lost';
interface Delivery {
  readonly read: ReadEntry;
  readonly text: string;
  readonly isSigned: boolean;
}

function deliveryOf(read: ReadEntry, fate: Fate): Delivery[] {
  if (fate === 'lost') return [];
  if (fate === 'signed') return [{ read, text: read.text, isSigned: true }];
  const signature = read.signature!;
  const spoiled = read.text.replace(signature, `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`);
  return [{ read, text: fate === 'spoiled' ? spoiled : withoutSignature(read).text, isSigned: false }];
}

/** The rule as it stands in docs/protocol.md, over a set. */
function placedOf(delivered: readonly Delivery[]): string[] {
  const authentic = new Map<string, ReadEntry>();
  for (let before = -1; before < authentic.size; ) {
    before = authentic.size;
    for (const { read, isSigned } of delivered)
      if (isSigned || [...authentic.values()].some(({ entry }) => isCover(entry, read)))
        authentic.set(read.hash, read);
  }
  const placed = new Set<string>();
  for (const { hash, entry } of whole)
    if (authentic.has(hash) && parentHashes(entry).every((parent) => placed.has(parent))) placed.add(hash);
  return [...placed].sort();
}

const held = ({ graph }: IntegrityLog): string[] => [...graph.nodes()].map(({ hash }) => hash).sort();

const fate = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Fate>('signed') },
  { weight: 6, arbitrary: fc.constantFrom<Fate>('stripped', 'spoiled') },
  { weight: 1, arbitrary: fc.constant<Fate>('lost') },
);

/** A set of texts, in two orders, each cut into frames. */
const world = fc
  .tuple(
    fc.array(fate, { minLength: 120, maxLength: 120 }),
    fc.array(fc.tuple(fc.nat(), fc.boolean(), fate), { maxLength: 5 }),
    fc.infiniteStream(fc.nat(0xffff)),
  )
  .map(([fates, others, random]) => {
    const delivered = [
      ...whole.flatMap((read, at) => deliveryOf(read, at < 2 ? 'signed' : (fates[at] ?? 'signed'))),
      ...others.flatMap(([at, isForged, of]) => {
        const list = isForged ? forged : misplaced;
        return deliveryOf(list[at % list.length]!, of);
      }),
    ];
    const next = (below: number): number => (random.next().value as number) % below;
    const cuts = (texts: readonly string[]): string[][] => {
      const frames: string[][] = [];
      for (let from = 0; from < texts.length; ) {
        const size = 1 + next(20);
        frames.push(texts.slice(from, from + size));
        from += size;
      }
      return frames;
    };
    const shuffled = (): string[] => {
      const texts = delivered.map(({ text }) => text);
      for (let at = texts.length - 1; at > 0; at -= 1) {
        const to = next(at + 1);
        [texts[at], texts[to]] = [texts[to]!, texts[at]!];
      }
      return texts;
    };
    return {
      // What was drawn is long: the seed tells it.
      [fc.toStringMethod]: () => `${delivered.length} texts`,
      delivered,
      orders: [cuts(delivered.map(({ text }) => text)), cuts(shuffled()), cuts(shuffled())],
    };
  });

describe('An entry for which a later one of its feed vouches', () => {
  it('is taken by the set in which it comes, whatever the order, the cuts and the tampering, and goes on to others', async () => {
    await fc.assert(
      fc
        .asyncProperty(world, async ({ delivered, orders }) => {
          const expected = placedOf(delivered);
          const [alice] = members as [RealMember];
          for (const [at, frames] of orders.entries()) {
            const store = openStore({ path: ':memory:' });
            const log = emptyLog(store);
            // The last order is checked beside this thread, frames of several peers at once.
            if (at === 2) await Promise.all(frames.map((frame) => log.receiveAside(frame)));
            else for (const frame of frames) log.receive(frame);
            expect(held(log)).toEqual(expected);
            // From the disk, and on to whoever holds nothing, it is the same, whatever stands behind its entries.
            const again = emptyLog(store, { scid: alice.identity.scid, key: alice.key });
            expect(held(again)).toEqual(expected);
            const next = emptyLog();
            next.receive([...again.missingFrom({})]);
            expect(held(next)).toEqual(expected);
            const state = foldCell(log.book);
            if (state === null) continue;
            const file = [...exportLog(again, { scid: alice.identity.scid, key: alice.key }, 0)].join('');
            expect(verifyLogFile(file, authoriseEntry, keyAt).stateHash).toBe(stateHash(state));
          }
        })
        .afterEach(() => {
          for (const store of stores.splice(0)) store.close();
        }),
      { numRuns: RUNS },
    );
  });

  it('is on no disk while nobody vouches for it, and is told to nobody', () => {
    const log = emptyLog();
    let met = 0;
    const { author, key } = whole.at(-1)!.entry;
    log.watchFeed(author, (entry) => {
      if (entry.key === key) met += 1;
    });
    const newest = whole.filter(({ entry }) => entry.author === whole.at(-1)!.entry.author).at(-1)!;
    log.receive(whole.filter(({ entry }) => entry.author !== newest.entry.author).map(({ text }) => text));
    const before = met;
    const { applied, waiting } = log.receive([withoutSignature(newest).text]);
    expect({ applied: applied.length, waiting, met }).toEqual({ applied: 0, waiting: 1, met: before });
    for (const store of stores.splice(0)) store.close();
  });
});
