import { expect, test } from 'vitest';
import { HONEST, hostileCell, isNamed, NAMES } from '../../support/hostile/hostile-cell.ts';
import { approve, decide, decided, expectWell, namesIn, snapshot } from '../../support/hostile/quick-cell.ts';
import { type Act, actsOnBranches, actsOnTheLog, actsOnTheWire } from '../../support/hostile/repertoire.ts';
import { pollUntil } from '../../support/poll-until.ts';

const ATTACK_MS = process.env.GHOSTSTACK_LONG === '1' ? 60_000 : 10_000;
/** Between two of her acts, each of which is done twice or more. */
const PAUSE_MS = 250;

const cell = hostileCell({ deadlineMs: 4000 });

test('a cell goes on while one member does all of this, sees who it is, and removes her', async () => {
  const { honest, hostile } = cell();
  // Nobody of theirs lets newcomers in without being asked.
  for (const home of honest) {
    await home.stop();
    await home.start();
  }
  const door = await hostile.sideDoor();
  const done = new Map<string, number>();
  const failed: unknown[] = [];
  let turn = 0;
  const inTurn = (acts: readonly Act[]) => () => {
    const act = acts[turn % acts.length];
    const victim = honest[turn % honest.length];
    turn += 1;
    if (!act || !victim) return;
    done.set(act.name, (done.get(act.name) ?? 0) + 1);
    try {
      void Promise.resolve(act.run(victim, turn)).catch((error: unknown) => failed.push(error));
    } catch (error) {
      failed.push(error);
    }
  };
  const early = [...actsOnTheLog(hostile), ...actsOnTheWire(hostile, door)];
  const late = [...early, ...actsOnBranches(hostile)];
  let attack = setInterval(inTurn(early), PAUSE_MS);
  try {
    const startMs = performance.now();
    const half = setTimeout(() => {
      clearInterval(attack);
      attack = setInterval(inTurn(late), PAUSE_MS);
    }, ATTACK_MS / 2);
    for (let round = 0; performance.now() < startMs + ATTACK_MS; round += 1) {
      const restart = honest[round % honest.length];
      await expectWell(honest, { names: NAMES, ...(restart ? { restart, startWith: [] } : {}) });
    }
    clearTimeout(half);
    expect(late.filter(({ name }) => !done.has(name))).toEqual([]);
    const [alice, , carol] = honest;
    for (const home of honest) {
      await isNamed(home, cell());
      const { peers, cell: shown } = await snapshot(home);
      expect(shown?.forked).toEqual(['mallory']);
      expect(peers.find(({ name }) => name === 'mallory')?.link.state).not.toBe('cut-off');
    }

    // What no honest node says is answered by the last word, and with her name.
    await pollUntil(
      async () => {
        // A busy computer may not come to hear it the first time.
        await door.say(carol, [door.hello({ versions: 'all' })]);
        return (await snapshot(carol)).peers.find(({ name }) => name === 'mallory')?.link;
      },
      (link) => link?.state === 'cut-off',
    );

    // She goes on while they decide it.
    const { id } = await alice.ask('governance.proposeRemoval', { scid: hostile.scid, text: 'Enough.' });
    await approve(honest, id);
    await decided(honest, id);
    for (const home of honest) await namesIn(home, HONEST);
  } finally {
    clearInterval(attack);
    await door.close();
  }
  await decide(honest);
  expect(failed).toEqual([]);
});
