import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asWritten } from '#shared/protocol/saying.ts';
import { CLAIM_MS } from '../../../electron/node/cell/own-feed/members-word.ts';
import { TWIN_WORD_MS } from '../../../electron/node/cell/own-feed/twin-news.ts';
import { barred, GuardedCell } from '../../support/cell/guarded-cell.ts';
import { meet, type RealMember } from '../../support/cell/real-member.ts';

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
