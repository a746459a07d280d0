import { multiaddr } from '@multiformats/multiaddr';
import { expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { quickCell, snapshot } from '../../support/hostile/quick-cell.ts';
import { bareHost } from '../../support/libp2p.ts';
import { person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const STAYS_MS = 1_500;

test('a stranger is let in while an invitation is open, and no longer once it was used', async () => {
  const folder = temporaryFolder();
  const homes = ['alice', 'bob'].map((name) => new CellHome(folder, name));
  const [alice] = homes as [CellHome];
  try {
    await quickCell(homes);
    const { me, cell } = await snapshot(alice);
    expect(cell?.invitations.every(({ usedBy }) => usedBy === 'bob')).toBe(true);
    const address = multiaddr(me!.addresses[0]!);

    expect(await isLetIn('stranger one', address)).toBe(false);
    const { id } = await alice.ask('cell.invite', { hours: 1 });
    expect(await isLetIn('stranger two', address)).toBe(true);
    await alice.ask('cell.revokeInvitation', { id });
    expect(await isLetIn('stranger three', address)).toBe(false);
  } finally {
    await Promise.all(homes.map((home) => home.stop()));
  }
});

/** Whether a connection with a key that nobody knows lasts. */
async function isLetIn(who: string, address: ReturnType<typeof multiaddr>): Promise<boolean> {
  const host = await bareHost(person(who));
  const connection = await host.dial(address).catch(() => null);
  if (connection === null) return false;
  const endMs = performance.now() + STAYS_MS;
  await pollUntil(
    () => connection.status !== 'open' || performance.now() > endMs,
    (isOver) => isOver,
  );
  return connection.status === 'open';
}
