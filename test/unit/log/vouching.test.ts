import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WAITING_MAX_ENTRIES } from '#shared/protocol/log/waiting-entries.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { authenticOf } from '../../../electron/node/log/authentic-of.ts';
import { judgeTexts } from '../../../electron/node/log/judge-texts.ts';
import { readEntry, withoutSignature } from '../../../electron/node/log/read-entry.ts';
import { COVERED_MAX } from '../../../electron/node/log/vouching.ts';
import { type RealMember, realCell } from '../../support/cell/real-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let alice: RealMember;
let bob: RealMember;
let carol: RealMember;

beforeEach(() => {
  [alice, bob, carol] = realCell() as [RealMember, RealMember, RealMember];
});

afterEach(() => {
  for (const { log } of [alice, bob, carol]) log.stopChecks();
  for (const member of [alice, bob, carol]) member.close();
});

/** Alice writes so many; returns their texts. */
function write(count: number, text = ''): string[] {
  const tips = alice.log.tips();
  for (let at = 0; at < count; at += 1) alice.log.append('note', { at, text });
  return [...alice.log.missingFrom(tips)];
}

const stripped = (text: string): string => withoutSignature(readEntry(text)).text;
function spoiled(text: string): string {
  const signature = String(readEntry(text).signature);
  return text.replace(signature, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
}
const rowOf = ({ store }: RealMember, text: string): unknown =>
  store.db.prepare('SELECT entry FROM log_entries WHERE hash = ?').pluck().get(readEntry(text).hash);

describe('a run of one feed', () => {
  it('costs the signatures of its ends and one in 64 between, and all of them if one of those does not hold', () => {
    const texts = write(300);
    const asked = (of: readonly string[]) =>
      judgeTexts(of, () => false).filter((one) => 'holds' in one && one.holds !== null).length;
    expect(asked(texts)).toBeLessThan(10);
    expect(asked([...texts.slice(0, -1), spoiled(texts.at(-1)!)])).toBe(300);
  });

  it('is taken with signatures changed or missing within it, and keeps its places without them', () => {
    const texts = write(20);
    const { applied, refused } = bob.log.receive(
      texts.map((text, at) => (at === 5 ? stripped(text) : at === 9 ? spoiled(text) : text)),
      alice.bringer,
    );
    expect({ applied: applied.length, refused }).toEqual({ applied: 20, refused: [] });
    expect(rowOf(bob, texts[5]!)).toBe(stripped(texts[5]!));
    expect([...bob.log.missingFrom(carol.log.tips())][5]).toBe(stripped(texts[5]!));
    carol.syncFrom(bob);
    expect(carol.log.tips()).toEqual(alice.log.tips());
  });

  it('waits where nobody vouches for its end, and counts against whoever brought it and nobody else', () => {
    const texts = write(WAITING_MAX_ENTRIES + 1).map(stripped);
    const { applied, waiting, refused } = bob.log.receive(texts, carol.bringer);
    expect({ applied: applied.length, waiting }).toEqual({ applied: 0, waiting: WAITING_MAX_ENTRIES });
    expect(refused.map(({ says }) => inEnglish(says))).toEqual([
      expect.stringContaining(`${WAITING_MAX_ENTRIES}`),
    ]);
    // Who has the signatures brings them all the same.
    bob.syncFrom(alice);
    expect(bob.log.tips()).toEqual(alice.log.tips());
  });

  it('is taken no further than it can be passed on: by number, and by size', () => {
    const most = COVERED_MAX.entries;
    for (const [count, text, isTaken] of [
      [most + 1, '', true],
      [most + 2, '', false],
      [5, 'x'.repeat(40_000), false],
      [4, 'x'.repeat(40_000), true],
    ] as const) {
      bob.syncFrom(alice);
      const texts = write(count, text);
      bob.log.receive([...texts.slice(0, -1).map(stripped), texts.at(-1)!], carol.bringer);
      expect(bob.log.ownHead === null || bob.log.graph.get(readEntry(texts[0]!).hash) !== undefined).toBe(
        isTaken,
      );
    }
  });

  it('comes in frames that end anywhere', () => {
    const texts = write(200).map((text, at) => (at % 100 === 99 ? text : stripped(text)));
    for (let from = 0; from < texts.length; from += 30)
      bob.log.receive(texts.slice(from, from + 30), carol.bringer);
    expect(bob.log.tips()).toEqual(alice.log.tips());
  });

  it('is all that is saved of a damaged database, without what nobody vouches for', () => {
    const reads = write(4).map((text, at) => readEntry(at === 2 ? text : spoiled(text)));
    expect(authenticOf(reads)).toEqual(reads.slice(0, 3));
  });
});

describe('in idle time', () => {
  it('signatures that were not looked at are, and those that do not hold are taken off', async () => {
    const texts = write(40);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    bob.log.startChecks();
    bob.log.receive(
      texts.map((text, at) => (at === 20 ? spoiled(text) : text)),
      alice.bringer,
    );
    expect(rowOf(bob, texts[20]!)).toBe(spoiled(texts[20]!));
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    await pollUntil(
      () => rowOf(bob, texts[20]!),
      (row) => row === stripped(texts[20]!),
    );
    expect(bob.logStore.checkedTo(bob.log.cell)).toBeGreaterThan(0);
    expect(rowOf(bob, texts[21]!)).toBe(texts[21]);
    carol.syncFrom(bob);
    expect(carol.log.tips()).toEqual(alice.log.tips());
  });
});
