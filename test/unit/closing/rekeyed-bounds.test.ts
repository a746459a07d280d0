/** How much a node keeps of a member under each of its keys (docs/protocol.md, "Bounds"). */
import { expect, it } from 'vitest';
import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import { certify, rekey } from '../../support/cell/keyed-cell.ts';
import { recovered, three } from '../../support/cell/rekeyed-cell.ts';

it('an owner who was away goes on where a thief has filled the room of the former key', () => {
  const [alice, bob, old] = three();
  old.write('note', { before: 'all' });
  alice.syncFrom(old);
  bob.syncFrom(old);
  const copies = [old.as(1), old.as(1), old.as(1)];
  // By the words nobody waits for her, so her newest entry knows nothing of the change.
  certify([alice, bob], rekey('carol', 1, 2));
  const carol = old.as(3);
  carol.syncFrom(alice);
  const [first, second, third] = copies.map((copy, branch) => copy.write('note', { branch }).hash);
  for (const copy of copies.slice(0, 2)) alice.syncFrom(copy);
  expect(
    alice.graph
      .heads(carol.author)
      .map(({ hash }) => hash)
      .sort(),
  ).toEqual([first, second].sort());
  expect(
    excessError(alice.graph, { hash: third ?? '', entry: copies[2]?.head?.entry as never }),
  ).not.toBeNull();
  // Hers follows the same entry as theirs, in the same generation.
  const hers = carol.draft('note', { mine: 1 });
  expect([hers.entry.prev, hers.entry.gen, hers.entry.key]).toEqual([old.head?.hash, 0, carol.key]);
  expect(excessError(alice.graph, hers)).toBeNull();
  alice.receive(hers);
  expect(alice.graph.get(hers.hash)?.version).toBe(3);
});

it('branches under a former key take no room of the new one, and have it again once that cites them', () => {
  const { alice, carol, thief } = recovered();
  const copies = [0, 1, 2].map((branch) => {
    const copy = thief.as(1);
    copy.write('note', { branch });
    return copy;
  });
  for (const copy of copies.slice(0, 2)) alice.syncFrom(copy);
  const third = copies[2]?.head;
  const excess = () => excessError(alice.graph, { hash: third?.hash ?? '', entry: third?.entry as never });
  expect(excess()).not.toBeNull();
  carol.syncFrom(copies[0] as typeof thief);
  carol.syncFrom(copies[1] as typeof thief);
  const first = carol.draft('restored', {});
  expect(excessError(alice.graph, first)).toBeNull();
  carol.receive(first);
  alice.syncFrom(carol);
  expect(excess()).toBeNull();
});

it('others cite an owner who has seen one branch more under the former key than they have room for', () => {
  const { alice, carol, thief } = recovered();
  const copies = Array.from({ length: 5 }, (_, branch) => {
    const copy = thief.as(1);
    copy.write('note', { branch });
    return copy;
  });
  for (const copy of copies.slice(0, 4)) {
    alice.syncFrom(copy);
    alice.write('note', {});
  }
  expect(alice.head?.tips.get(carol.author)).toHaveLength(4);
  carol.syncFrom(copies[4] as typeof thief);
  const first = carol.write('restored', {});
  expect(first.tips.get(carol.author)).toContain(first);
  expect(carol.graph.covers(first.tips, copies[4]?.head as never)).toBe(true);
  alice.syncFrom(carol);
  expect(alice.graph.covers(alice.ahead(), first)).toBe(true);
  expect(alice.code('note', {})).toBe('valid');
});
