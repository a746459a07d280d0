import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { KINDS, type KindName, kindOf } from '#shared/protocol/state/kinds.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { parseEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';
import { meet, type RealMember, realCell } from '../../support/cell/real-member.ts';

let members: RealMember[];
let alice: RealMember;
let bob: RealMember;
let carol: RealMember;

beforeEach(() => {
  members = realCell();
  [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const member of members) member.close();
});

/** Texts on disk in which `part` stands. */
function rows(member: RealMember, part = ''): string[] {
  const stored = [...member.logStore.rows(member.log.cell)].map(({ entry }) => entry);
  return stored.filter((text) => text.includes(part));
}

/** The next entry of a member's feed, and one after it, as texts; they stand in its own log already. */
function twoMore(member: RealMember, kind: string, body: Record<string, unknown>): string[] {
  return [member.force(kind, body), member.force('note', { after: kind })].map((node) =>
    member.log.textOf(node),
  );
}

/** With a body in which `part` stands, the schema throws instead of refusing. */
function throwsOn(kind: KindName, part: string): void {
  const schema = KINDS[kind].body;
  const safeParse = schema.safeParse.bind(schema);
  vi.spyOn(schema, 'safeParse').mockImplementation(((body: unknown) => {
    if (JSON.stringify(body).includes(part)) throw new RangeError('this schema throws');
    return safeParse(body);
  }) as never);
}

function throwsWhenFiled(kind: KindName, part: string): void {
  const known = kindOf(kind);
  const file = known.file.bind(known);
  vi.spyOn(known, 'file').mockImplementation((...args) => {
    file(...args);
    if (JSON.stringify(args[1].entry.body).includes(part)) throw new RangeError('this schema throws');
  });
}

describe('an entry for which a schema throws', () => {
  it.each([
    ['judged', () => throwsOn('comment', 'poisoned')],
    ['filed', () => throwsWhenFiled('comment', 'poisoned')],
  ])('when it is %s is refused, with what follows it, and is not on disk', (_, throwing) => {
    const proposal = alice.force('draft', { number: 3, title: 'Shed', text: '' }).hash;
    meet(alice, bob, carol);
    const texts = twoMore(bob, 'comment', { proposal, text: 'a poisoned one' });
    const others = twoMore(carol, 'comment', { proposal, text: 'a good one' });
    throwing();
    const before = foldCell(alice.log.book);
    const { applied, refused } = alice.log.receive([...texts, ...others]);
    expect(refused.map(({ says }) => inEnglish(says))).toEqual([
      'it cannot be judged: this schema throws',
      'it follows an entry that was refused',
    ]);
    expect(applied).toHaveLength(2);
    expect(rows(alice, 'poisoned')).toEqual([]);
    expect(rows(alice, 'a good one')).toHaveLength(1);
    // Nothing is left of it, and what it was about goes on.
    expect(foldCell(alice.log.book)).toEqual(before);
    expect(alice.log.book.deliberationOn(proposal)).toHaveLength(1);
    expect(alice.log.graph.heads(bob.identity.scid)).toHaveLength(1);
    expect(alice.log.append('note', {}).entry.seen).toEqual({ [carol.identity.scid]: expect.any(String) });
    // Sent again it is refused again.
    expect(alice.log.receive(texts).refused).toHaveLength(2);
  });

  it('leaves nothing in any book when what throws comes after it was filed', () => {
    const proposal = alice.force('draft', { number: 3, title: 'Shed', text: '' }).hash;
    meet(alice, bob, carol);
    const [comment] = twoMore(bob, 'comment', { proposal, text: 'a poisoned one' }) as [string];
    const { trust } = alice.log.book;
    vi.spyOn(trust, 'note').mockImplementationOnce(() => {
      throw new RangeError('out of tokens');
    });
    expect(alice.log.receive([comment]).refused).toHaveLength(1);
    expect(alice.log.book.deliberationOn(proposal)).toHaveLength(0);
    alice.log.append('comment', { proposal, text: 'a good one' });
    expect(alice.log.book.deliberationOn(proposal)).toHaveLength(1);
  });

  it('is refused in the order in which nobody sends, too', () => {
    const texts = twoMore(bob, 'vote', { ballot: 'ab'.repeat(32), choice: 'poisoned' });
    throwsOn('vote', 'poisoned');
    const { applied, waiting } = alice.log.receive([...texts].reverse());
    expect([applied.length, waiting]).toEqual([0, 0]);
    expect([...alice.log.graph.waiting()]).toEqual([]);
    expect(rows(alice, 'poisoned')).toEqual([]);
  });
});

describe('rows under a name', () => {
  /** Of alice, by somebody else's key. */
  function forged(seq: number, prev: string): string {
    const head = alice.log.ownHead();
    if (!head) throw new Error('alice has founded it');
    const key = encodeMultikey('ed25519', carol.key.publicKey);
    return signEntry(carol.key, {
      ...parseEntry(alice.log.textOf(head)).entry,
      seq,
      prev,
      seen: {},
      kind: 'note',
      body: { forged: 1 },
      key,
    }).text;
  }

  it('are not stored when another has signed them, and silence nobody', () => {
    const head = alice.log.ownHead();
    const next = forged((head?.entry.seq ?? 0) + 1, head?.hash ?? '');
    const far = forged(1_000_000, 'ab'.repeat(32));
    const { refused, waiting } = alice.log.receive([next, far]);
    expect([refused.length, waiting]).toEqual([1, 1]);
    expect(rows(alice, 'forged')).toEqual([]);
    expect(alice.log.append('note', { mine: 1 }).entry.prev).toBe(head?.hash);
    alice.enter(alice.log.cell);
    expect(alice.log.append('note', { mine: 2 }).entry.seq).toBe((head?.entry.seq ?? 0) + 2);
  });

  it('that wait are in memory only, and come again', () => {
    const [first, second] = twoMore(bob, 'note', { text: 'waits' }) as [string, string];
    const { applied, waiting } = alice.log.receive([second]);
    expect([applied.length, waiting]).toEqual([0, 1]);
    expect(rows(alice, 'after')).toEqual([]);
    expect(alice.log.receive([first]).applied).toHaveLength(2);
    expect(rows(alice, 'after')).toEqual([second]);
  });
});

describe('a store that fails', () => {
  function failing(): void {
    vi.spyOn(alice.logStore, 'insert').mockImplementation(() => {
      throw new GhostStackError('store-full', asWritten('The disk is full.'));
    });
  }

  it('is told, and what it did not take is written first once it works again, and only then announced', () => {
    const announced: string[] = [];
    alice.log.subscribe((nodes) => announced.push(...nodes.map(({ entry }) => entry.kind)));
    const [first, second] = twoMore(bob, 'first', {}) as [string, string];
    failing();
    expect(() => alice.log.receive([first])).toThrow('The disk is full.');
    // The same text again is no success, and nothing more is taken.
    expect(() => alice.log.receive([first])).toThrow('The disk is full.');
    expect(() => alice.log.receive([second])).toThrow('The disk is full.');
    expect(announced).toEqual([]);
    expect(alice.texts()).toContain(first);
    expect(alice.texts()).not.toContain(second);
    vi.restoreAllMocks();
    alice.log.receive([second]);
    expect(rows(alice, bob.identity.scid).slice(-2)).toEqual([first, second]);
    expect(announced).toEqual(['first', 'note']);
  });

  it('makes an entry of our own wait for those that it cites', () => {
    const [first] = twoMore(bob, 'first', {}) as [string];
    failing();
    expect(() => alice.log.receive([first])).toThrow('The disk is full.');
    expect(() => alice.log.append('note', {})).toThrow('The disk is full.');
    vi.restoreAllMocks();
    const own = alice.log.append('note', {});
    expect(rows(alice).slice(-2)).toEqual([first, alice.log.textOf(own)]);
    alice.enter(alice.log.cell);
    expect(alice.log.ownHead()?.hash).toBe(own.hash);
  });
});
