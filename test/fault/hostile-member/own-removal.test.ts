import { expect, test } from 'vitest';
import { openAndWithdraw } from '../../support/hostile/attacks.ts';
import { HONEST, hostileCell } from '../../support/hostile/hostile-cell.ts';
import { approve, decide, decided, namesIn } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

/** Time enough for people to see a proposal before they vote. */
const cell = hostileCell({ deadlineMs: 8000 });

test('a member who opens and withdraws another change at once, again and again, is removed all the same', async () => {
  const { honest, hostile } = cell();
  const [alice] = honest;
  const early = openAndWithdraw(hostile);
  const { id } = await alice.ask('governance.proposeRemoval', { scid: hostile.scid, text: 'Enough.' });
  const { book } = hostile.log;
  await pollUntil(
    () => book.ballotsOf(id).length,
    (opened) => opened === 1,
  );
  const late = openAndWithdraw(hostile);
  for (const ballot of [early, late])
    await pollUntil(
      () => book.closes(ballot).length,
      (closes) => closes === 4,
      30_000,
    );
  await approve(honest, id);
  await decided(honest, id);
  for (const home of honest) await namesIn(home, HONEST);
  await decide(honest);
  expect(book.ballotsOf(id)).toHaveLength(1);
});
