import { expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../../../electron/node/transport/link/timing.ts';
import { cellNode, converged } from '../../support/cell-node.ts';
import { connect, linked } from '../../support/libp2p.ts';
import { person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob, mallory] = [person('alice'), person('bob'), person('mallory')];
const texts = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, number) => `${prefix} ${number} ${'x'.repeat(1000)}`);

it('a peer that sends more than its share is slowed and not cut off, and others are not', async () => {
  const workPerMinute = { cpuMs: 1e9, bytes: 4 * 1024 * 1024 };
  const victim = await cellNode(alice, [bob, mallory], { timing: { ...DEFAULT_TIMING, workPerMinute } });
  const flood = await cellNode(mallory, [alice]);
  const other = await cellNode(bob, [alice]);
  flood.log.write(...texts('flood', 4400));
  await connect(flood, victim);
  await connect(other, victim);
  await pollUntil(
    () => victim.daemon.status(mallory.identity.did)?.isSlowed,
    (is) => is === true,
  );
  // While it waits, another one is heard at once.
  expect(victim.log.size).toBeLessThan(4400);
  other.log.write('something else');
  await pollUntil(
    () => victim.log.texts().some((text) => text.includes('something else')),
    (here) => here,
    1500,
  );
  expect(victim.daemon.status(bob.identity.did)?.isSlowed).toBe(false);
  // A new connection brings no new budget, and all of it comes in the end.
  await flood.daemon.stop();
  await flood.daemon.start();
  await linked(victim, flood);
  expect(victim.daemon.status(mallory.identity.did)?.isSlowed).toBe(true);
  // What was under way when the connection ended comes twice, and is waited for at 70 KiB a second.
  await converged([victim, flood], 4401, 90_000);
  expect(victim.events.filter(({ type }) => type === 'cut-off')).toEqual([]);
});
