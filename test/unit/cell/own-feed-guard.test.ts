import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { CLAIM_MS } from '../../../electron/node/cell/own-feed/members-word.ts';
import { OwnFeedGuard } from '../../../electron/node/cell/own-feed/own-feed-guard.ts';
import { TWIN_WORD_MS } from '../../../electron/node/cell/own-feed/twin-news.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import { GOING_ON, goOn } from '../../../electron/node/cell/reactions/go-on.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { HeadMarker } from '../../../electron/node/store/head-marker.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { meet, RealMember, realCell } from '../../support/cell/real-member.ts';

let members: RealMember[];
let alice: RealMember;
let bob: RealMember;
let carol: RealMember;
const guards: OwnFeedGuard[] = [];
const writers: ReactionWriter[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  members = realCell();
  [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
});

afterEach(() => {
  for (const writer of writers.splice(0)) writer.stop();
  for (const guard of guards.splice(0)) guard.stop();
  for (const member of members) member.close();
  vi.useRealTimers();
});

function barred({ log: { signingBarred } }: RealMember): string | null {
  return signingBarred && inEnglish(signingBarred);
}

function guardOf(member: RealMember, marker: HeadMarker | null = null): OwnFeedGuard {
  const { log, identity, store } = member;
  const epoch = () => log.book.epochAt(log.graph.authors().flatMap((author) => [...log.graph.heads(author)]));
  // As in a node: what ends the doubt is asked for whenever something about it has changed.
  const react = () => goOn({ me: identity.scid, epoch: epoch(), ...guard.doubt() });
  const writer = new ReactionWriter({
    log,
    me: identity.scid,
    clock: () => member.nowMs,
    storedAtMs: () => null,
    reactions: [],
    whenBarred: [{ name: GOING_ON, react }],
    beginGeneration: () => guard.goOn(),
  });
  writers.push(writer);
  const guard: OwnFeedGuard = new OwnFeedGuard({
    log,
    safety: new SafetyState(store),
    marker,
    me: identity.scid,
    key: encodeMultikey('ed25519', identity.signingKey),
    epoch,
    changed: () => writer.act(),
  });
  guards.push(guard);
  writer.start();
  return guard;
}

/** A home as it was: the same key, and what it held then. */
function olderCopy(texts: readonly string[], name = 'bob', seed = 2): RealMember {
  const copy = new RealMember(name, seed);
  members.push(copy);
  copy.enter(alice.log.cell);
  copy.log.receive(texts);
  return copy;
}

const scidOf = (member: RealMember) => member.identity.scid;
const invented = (byte: string) => ({ [bob.identity.scid]: [byte.repeat(32)] });

describe('a member who says that it holds an entry of ours which is not here', () => {
  it('stops us for as long as sending it takes, and never again unless it is shown', () => {
    const guard = guardOf(bob);
    guard.peerHolds(scidOf(alice), invented('ab'));
    expect(barred(bob)).toContain('alice may hold receipts of yours');
    expect(() => bob.log.append('note', {})).toThrow('alice may hold');
    vi.advanceTimersByTime(CLAIM_MS);
    expect(barred(bob)).toBeNull();
    for (const byte of ['ab', 'cd']) guard.peerHolds(scidOf(alice), invented(byte));
    expect(barred(bob)).toBeNull();
    bob.log.append('note', {});
  });

  it('does not stop us when it has only heard of it before us from us', () => {
    const guard = guardOf(bob);
    bob.log.append('note', {});
    guard.peerHolds(scidOf(alice), bob.log.tips());
    expect(barred(bob)).toBeNull();
  });

  it('is believed for longer when others say so too, until they say otherwise', () => {
    const guard = guardOf(bob);
    guard.peerHolds(scidOf(alice), invented('ab'));
    guard.peerHolds(scidOf(carol), invented('ab'));
    vi.advanceTimersByTime(10 * CLAIM_MS);
    expect(barred(bob)).toContain('alice and carol');
    guard.peerHolds(scidOf(carol), bob.log.tips());
    expect(barred(bob)).toBeNull();
  });
});

describe('an entry under our own key that comes from elsewhere', () => {
  it('bars signing until every other member has answered, also after a restart, and then a new generation begins', () => {
    const before = bob.texts();
    bob.log.append('note', { written: 'after the backup' });
    meet(alice, bob);
    const copy = olderCopy(before);
    const guard = guardOf(copy);
    expect(barred(copy)).toBeNull();
    copy.syncFrom(alice);
    expect(barred(copy)).toContain('older copy');
    guard.peerHolds(scidOf(alice), alice.log.tips());
    const again = guardOf(copy);
    expect(barred(copy)).toContain('until carol has answered');
    again.peerHolds(scidOf(carol), carol.log.tips());
    expect(barred(copy)).toBeNull();
    expect(copy.log.ownHead()?.entry).toMatchObject({ kind: 'restored', gen: 1, seq: 0 });
  });

  it('is believed whoever brings it and though nobody has claimed it, before it is stored', () => {
    const before = bob.texts();
    const lost = bob.log.textOf(bob.log.append('note', {}));
    const copy = olderCopy(before);
    guardOf(copy);
    vi.spyOn(copy.logStore, 'transaction').mockImplementationOnce(() => {
      throw new Error('the disk is full');
    });
    expect(() => copy.log.receive([lost])).toThrow('the disk is full');
    guardOf(copy);
    expect(barred(copy)).toContain('older copy');
  });

  it('is no news when it is of a generation that was given up', () => {
    const before = bob.texts();
    const [known, late] = [1, 2].map((note) => bob.log.textOf(bob.log.append('note', { note })));
    const copy = olderCopy(before);
    const guard = guardOf(copy);
    copy.log.receive([known as string]);
    guard.override();
    expect(copy.log.ownHead()?.entry.gen).toBe(1);
    guard.peerHolds(scidOf(carol), bob.log.tips());
    expect(barred(copy)).toContain('carol may hold');
    copy.log.receive([late as string]);
    guard.peerHolds(scidOf(carol), { ...bob.log.tips(), ...copy.log.tips() });
    expect(barred(copy)).toBeNull();
    expect(copy.log.graph.isForked(scidOf(bob))).toBe(false);
  });
});

describe('what was stored to keep a home from signing', () => {
  /** An older copy of bob's home that knows that it is one. */
  function barredCopy(): RealMember {
    const before = bob.texts();
    bob.log.append('note', { written: 'after the backup' });
    meet(alice, bob);
    const copy = olderCopy(before);
    guardOf(copy);
    copy.syncFrom(alice);
    expect(barred(copy)).toContain('older copy');
    return copy;
  }

  it.each([
    ['of another kind', 'why', 'later'],
    ['not JSON', 'answered', '[' + '"alice"'],
    ['of another shape', 'answered', '{"alice":true}'],
  ])('bars when it is %s', (_, column, value) => {
    const copy = barredCopy();
    copy.store.db.prepare(`UPDATE safety SET ${column} = ?`).run(value);
    const again = guardOf(copy);
    expect(barred(copy)).toContain('cannot be read. It signs nothing until alice and carol have answered');
    again.peerHolds(scidOf(alice), alice.log.tips());
    expect(() => copy.log.append('note', {})).toThrow('until carol has answered');
    again.peerHolds(scidOf(carol), carol.log.tips());
    expect(copy.log.ownHead()?.entry).toMatchObject({ kind: 'restored' });
  });

  it('bars when its table cannot be read', () => {
    bob.store.db.exec('ALTER TABLE safety RENAME TO elsewhere');
    guardOf(bob);
    expect(() => bob.log.append('note', {})).toThrow('cannot be read');
  });

  it('bars until the new generation is on disk, and after a failure to begin it', () => {
    const copy = barredCopy();
    const guard = guardOf(copy);
    vi.spyOn(copy.logStore, 'transaction').mockImplementationOnce(() => {
      throw new Error('the disk is full');
    });
    expect(() => guard.override()).toThrow('the disk is full');
    expect(() => copy.log.append('note', {})).toThrow('older copy');
    guardOf(copy);
    expect(() => copy.log.append('note', {})).toThrow('older copy');
  });

  it('is not lifted by the answers of the others while a second copy lives', () => {
    const copy = barredCopy();
    const guard = guardOf(copy);
    guard.twinShown(asWritten('A second one runs.'));
    for (const other of [alice, carol]) guard.peerHolds(scidOf(other), other.log.tips());
    expect(barred(copy)).toBe('A second one runs.');
    expect(copy.log.ownHead()?.entry.gen).toBe(0);
  });
});

describe('a second live node with our key', () => {
  it('that has proved it stops us until the operator says that it is gone, and again when it proves it anew', () => {
    const guard = guardOf(bob);
    guard.twinShown(asWritten('A second one runs.'));
    vi.advanceTimersByTime(100 * TWIN_WORD_MS);
    expect(() => bob.log.append('note', {})).toThrow('A second one runs.');
    guard.override();
    bob.log.append('note', {});
    guard.twinShown(asWritten('It still runs.'));
    expect(() => bob.log.append('note', {})).toThrow('It still runs.');
  });

  it('of which a member only speaks stops us for a minute, once for each who speaks of it', () => {
    const guard = guardOf(bob);
    guard.twinTold(scidOf(alice), asWritten('alice says so'));
    expect(() => bob.log.append('note', {})).toThrow('alice says so');
    vi.advanceTimersByTime(TWIN_WORD_MS / 2);
    guard.twinTold(scidOf(carol), asWritten('carol says so'));
    vi.advanceTimersByTime(TWIN_WORD_MS / 2);
    expect(barred(bob)).toBe('carol says so');
    vi.advanceTimersByTime(TWIN_WORD_MS / 2);
    for (const teller of [alice, carol]) guard.twinTold(scidOf(teller), asWritten('again'));
    bob.log.append('note', {});
  });

  it('of which a member only speaks does not stop an operator who knows better', () => {
    const guard = guardOf(bob);
    guard.twinTold(scidOf(alice), asWritten('alice says so'));
    guard.override();
    bob.log.append('note', {});
  });
});

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
    for (const guard of guards.slice(0, 1)) guard.override();
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
    members.push(alone);
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
    guards.at(-1)?.override();
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
