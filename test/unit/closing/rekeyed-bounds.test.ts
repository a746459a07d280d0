/** How much a node keeps of a member under each of its keys (docs/protocol.md, "Bounds"). */
import { expect, it } from 'vitest';
import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import { recovered } from '../../support/cell/rekeyed-cell.ts';

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
