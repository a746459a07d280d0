import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { OwnFeedGuard } from '../../../electron/node/cell/own-feed/own-feed-guard.ts';
import { HeadMarker } from '../../../electron/node/store/head-marker.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { barred, GuardedCell } from '../../support/cell/guarded-cell.ts';
import { RealMember } from '../../support/cell/real-member.ts';

let cell: GuardedCell;
let alice: RealMember;
let bob: RealMember;
let carol: RealMember;
beforeEach(() => {
  cell = new GuardedCell();
  ({ alice, bob, carol } = cell);
});
afterEach(() => cell.close());

const guardOf: GuardedCell['guardOf'] = (...given) => cell.guardOf(...given);
const olderCopy: GuardedCell['olderCopy'] = (...given) => cell.olderCopy(...given);
const scidOf = (member: RealMember) => member.identity.scid;

describe('the mark outside of the home', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-mark-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const markOf = (member: RealMember, home = 'home') =>
    new HeadMarker({ folder, home, cell: member.log.cell, scid: scidOf(member) });
  /** Bob's mark as it is once his home has run here. */
  function marked(): HeadMarker {
    const mark = markOf(bob);
    mark.write({ gen: 0, hash: bob.log.ownHead()?.hash ?? '' });
    guardOf(bob, mark);
    return mark;
  }

  it('lets a home that lacks nothing sign, and follows it', () => {
    const mark = marked();
    const note = bob.log.append('note', {});
    expect(mark.read()).toMatchObject({ gen: 0, hash: note.hash });
    guardOf(bob, mark);
    bob.log.append('note', {});
  });

  it('tells an older copy without any peer', () => {
    const before = bob.texts();
    const mark = marked();
    bob.log.append('note', {});
    const copy = olderCopy(before);
    guardOf(copy, mark);
    expect(() => copy.log.append('note', {})).toThrow('older copy');
    guardOf(copy, null);
    expect(barred(copy)).toContain('until alice and carol have answered');
  });

  it.each([
    ['is missing', () => markOf(bob, 'elsewhere')],
    [
      'cannot be read',
      () => {
        writeFileSync(markOf(bob).path, 'x'.repeat(512));
        return markOf(bob);
      },
    ],
  ])('bars a home with a feed when it %s', (_, mark) => {
    const guard = guardOf(bob, mark());
    expect(() => bob.log.append('note', {})).toThrow('Nothing on this computer says');
    for (const other of [alice, carol]) guard.peerHolds(scidOf(other), other.log.tips());
    expect(bob.log.ownHead()?.entry.kind).toBe('restored');
    expect(bob.log.ownHead()?.entry.gen).toBeGreaterThan(0);
    expect(barred(bob)).toBeNull();
  });

  it.each([
    [
      'until nobody holds more',
      (guard: OwnFeedGuard) => {
        for (const other of [alice, bob]) guard.peerHolds(scidOf(other), other.log.tips());
      },
    ],
    ['until its operator says so', (guard: OwnFeedGuard) => guard.override()],
  ])('bars a home that was copied before its member wrote anything, %s', (_, goOn) => {
    const before = carol.texts();
    guardOf(carol, markOf(carol));
    const guard = guardOf(carol, markOf(carol, 'elsewhere'));
    expect(carol.log.ownHead()).toBeNull();
    expect(() => carol.log.append('note', {})).toThrow('Nothing on this computer says');
    goOn(guard);
    expect(barred(carol)).toBeNull();
    const begun = carol.log.ownHead()?.entry;
    expect(begun).toMatchObject({ kind: 'restored', seq: 0, prev: ZERO_HASH });
    expect(begun?.gen).toBeGreaterThan(0);
    carol.log.append('note', {});

    // What the other copy wrote is another generation, and no proof of anything.
    const other = olderCopy(before, 'carol', 3);
    guardOf(other, markOf(carol));
    other.log.append('note', {});
    for (const home of [carol, other]) alice.log.receive(home.texts());
    expect(alice.log.graph.heads(scidOf(carol))).toHaveLength(2);
    expect(alice.log.graph.isForked(scidOf(carol))).toBe(false);
  });

  it('does not bar a home that was killed while it was marked for the first time', () => {
    let writes = 0;
    const killed = () => {
      writes += 1;
      if (writes > 1) throw new Error('The process was killed here.');
    };
    const { noteMarked } = SafetyState.prototype;
    const { write } = HeadMarker.prototype;
    vi.spyOn(SafetyState.prototype, 'noteMarked').mockImplementation(function (this: SafetyState, cell) {
      killed();
      noteMarked.call(this, cell);
    });
    vi.spyOn(HeadMarker.prototype, 'write').mockImplementation(function (this: HeadMarker, mark) {
      killed();
      write.call(this, mark);
    });
    guardOf(carol, markOf(carol)).stop();
    vi.restoreAllMocks();
    expect([writes, carol.log.ownHead()]).toEqual([2, null]);
    guardOf(carol, markOf(carol));
    expect(barred(carol)).toBeNull();
    expect(carol.log.append('note', {}).entry.gen).toBe(0);
    // From here on one without a mark is a copy.
    guardOf(carol, markOf(carol, 'elsewhere'));
    expect(barred(carol)).toContain('Nothing on this computer says');
  });

  it('keeps two restores of one backup from writing at one place', () => {
    const before = bob.texts();
    const mark = marked();
    bob.log.append('note', {});
    const restores = [1, 2].map((order) => {
      const copy = olderCopy(before);
      copy.nowMs += order;
      guardOf(copy, mark).override();
      copy.log.append('note', {});
      return copy;
    }) as [RealMember, RealMember];
    expect(restores.map(({ log }) => log.ownHead()?.entry.gen)).toEqual([1, 2]);
    for (const copy of restores) alice.log.receive(copy.texts());
    expect(alice.log.graph.heads(scidOf(bob))).toHaveLength(2);
    expect(alice.log.graph.isForked(scidOf(bob))).toBe(false);
  });

  it('lets the last answer come without harm when another copy has written meanwhile', () => {
    const before = bob.texts();
    const mark = marked();
    bob.log.append('note', {});
    const [first, second] = [olderCopy(before), olderCopy(before)];
    const waiting = guardOf(first, mark);
    waiting.peerHolds(scidOf(alice), alice.log.tips());
    guardOf(second, mark).override();
    waiting.peerHolds(scidOf(carol), carol.log.tips());
    expect(first.log.ownHead()?.entry.gen).toBe(0);
    expect(barred(first)).toContain('until alice and carol have answered');
    first.syncFrom(second);
    for (const other of [alice, carol]) waiting.peerHolds(scidOf(other), other.log.tips());
    expect(first.log.ownHead()?.entry.gen).toBe(2);
    expect(barred(first)).toBeNull();
  });

  it('keeps two restores on two computers apart, too', () => {
    const before = bob.texts();
    const restores = ['one', 'other'].map((home) => {
      const copy = olderCopy(before);
      // Later: entries that are the same in all, their time too, would be one.
      copy.nowMs += home.length;
      guardOf(copy, markOf(bob, home)).override();
      copy.log.append('note', {});
      return copy;
    });
    for (const copy of restores) alice.log.receive(copy.texts());
    expect(alice.log.graph.heads(scidOf(bob))).toHaveLength(2);
    expect(alice.log.graph.isForked(scidOf(bob))).toBe(false);
  });

  it('begins no generation that a copy on another computer may have begun next', () => {
    const before = bob.texts();
    const mark = marked();
    const copy = olderCopy(before);
    guardOf(copy, markOf(bob, 'elsewhere')).override();
    bob.log.receive(copy.texts());
    const begun = bob.log.ownHead()?.entry.gen ?? 0;
    expect(barred(bob)).toContain('older copy');
    for (const guard of cell.guards.slice(0, 1)) guard.override();
    expect(bob.log.ownHead()?.entry.gen).toBeGreaterThan(begun + 1);
    expect(mark.read()?.gen).toBe(bob.log.ownHead()?.entry.gen);
  });

  it('stops a copy when another one has gone on beside it', () => {
    const before = bob.texts();
    const mark = marked();
    const copy = olderCopy(before);
    guardOf(copy, mark);
    expect(barred(copy)).toBeNull();
    bob.log.append('note', {});
    expect(() => copy.log.append('note', {})).toThrow('older copy');
    bob.log.append('note', {});
  });

  it('waits in a cell of one for its operator', () => {
    const alone = new RealMember('dave', 4);
    cell.members.push(alone);
    alone.found('Elm Street');
    const guard = guardOf(alone, markOf(alone));
    guard.peerHolds(scidOf(alice), {});
    expect(() => alone.log.append('note', {})).toThrow('ghoststack resume');
    guard.override();
    alone.log.append('note', {});
    expect(alone.log.ownHead()?.entry).toMatchObject({ seq: 1 });
  });

  it('bars while it cannot be written, and says so', () => {
    const mark = marked();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in its place');
    bob.log.append('note', {});
    expect(() => bob.log.append('note', {})).toThrow('cannot be written');
    rmSync(folder);
    cell.guards.at(-1)?.override();
    const note = bob.log.append('note', {});
    expect(mark.read()?.hash).toBe(note.hash);
  });

  it('survives a write that was cut', () => {
    const mark = marked();
    const first = bob.log.append('note', {});
    const file = mark.path;
    const text = readFileSync(file, 'latin1');
    bob.log.append('note', {});
    const after = readFileSync(file, 'latin1');
    // Its number is the new one, the rest of what changed is not there yet.
    const cut = [...after].map((character, at) =>
      at % 256 === 0 || character === text[at] ? character : '0',
    );
    writeFileSync(file, cut.join(''));
    expect(mark.read()?.hash).toBe(first.hash);
  });
});
