import { expect, test } from 'vitest';
import { ROUND_MAX } from '#shared/protocol/limits.ts';
import { signFarAhead } from '../../support/hostile/attacks.ts';
import { hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { approve, expectWell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

// With f = 0 one coordinator's sign carries members furthest.
const cell = hostileCell({ f: 0 });

test('a sign in a far round wedges no slot', async () => {
  const { honest, hostile } = cell();
  const title = 'Far ahead';
  const { id } = await honest[0].ask('governance.propose', { title, text: '', open: true });
  await approve(honest, id);
  await pollUntil(
    () => signFarAhead(hostile, ROUND_MAX),
    (signed) => signed > 0,
  );
  const before = (await snapshot(honest[0])).cell?.receipts ?? 0;
  await expectWell(honest, { names: NAMES, restart: honest[1] });
  // So far ahead a round lasts eight turns, and one of four is hers.
  await pollUntil(
    async () => (await snapshot(honest[0])).proposals.find((proposal) => proposal.id === id)?.state,
    (state) => state === 'passed',
    60_000,
  );
  const { cell: after } = await snapshot(honest[0]);
  // Two proposals, three members: what is repeated without end is not missed.
  expect((after?.receipts ?? 0) - before).toBeLessThan(150);
});
