/** What counts of the life that a change of a key ends. */
import { expect, it } from 'vitest';
import { everything } from '#shared/protocol/closing/ballot.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { endOf, type KeyedMember } from '../../support/cell/keyed-cell.ts';
import { rotated } from '../../support/cell/rekeyed-cell.ts';

/** Whether what carol's former key has drafted is left out, as another member sees it. */
function isOver(at: KeyedMember, draft: string): boolean {
  const node = at.graph.get(draft);
  return node !== undefined && isAfterEnd(at.graph, at.epoch, node, everything);
}

it('is not what a thief has written since, whichever generation it begins behind it', () => {
  const { alice, thief } = rotated();
  const draft = thief.draftOf('Give it all to me');
  alice.syncFrom(thief);
  expect(isOver(alice, draft)).toBe(true);
  thief.put('restored', { end: draft }, { gen: 1, seq: 0 });
  thief.put('note', {});
  alice.syncFrom(thief);
  expect(thief.head?.entry.gen).toBe(1);
  expect(isOver(alice, draft)).toBe(true);
});

it('is what its member goes on from under the new key', () => {
  const { alice, carol, thief: old } = rotated();
  const draft = old.draftOf('Paint the shed');
  expect(endOf(old, 'carol')).toBe(draft);
  carol.syncFrom(old);
  carol.head = carol.graph.get(draft) ?? null;
  carol.write('note', {});
  alice.syncFrom(carol);
  expect(isOver(alice, draft)).toBe(false);
});
