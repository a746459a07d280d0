/** A recovery, killed at every write of the machine that asks and of the members: from what lay on the disks it goes on. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { openKeyStore } from '../../../electron/node/identity/open-key-store.ts';
import { readRing } from '../../../electron/node/identity/ring-content.ts';
import { homeAt } from '../../../electron/node/root/home.ts';
import { expectOneKey, seedOf } from '../../support/cell/one-key.ts';
import { expectEachWriteToGoOn, threeIn } from '../../support/cell/recovery-copies.ts';
import {
  codeOf,
  everybody,
  fellowActs,
  isDone,
  machineActs,
  memberIn,
  standingOf,
  type World,
} from '../../support/cell/recovery-world.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { expectNowhere, filesIn, secretsIn } from '../../support/secrets-nowhere.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Until the machine is the member again, has begun its feed anew, and all hold one state. */
async function goesOn(world: World): Promise<void> {
  const { machine, bob, carol, did } = world;
  const look = () => {
    for (const fellow of [bob, carol]) fellowActs(fellow);
    machineActs(machine, world, () => codeOf(bob));
    return everybody(world).map((member) => standingOf(member, did));
  };
  await pollUntil(look, (all) => isDone(all, did), 90_000);
}

test('a recovery that is killed after any write, on all computers at once, goes on or is begun again, under one key', async () => {
  const folder = temporaryFolder();
  const watched = join(folder, 'homes');
  const [alice, bob, carol] = await threeIn(watched);
  const words = (await alice.node.words.show()).words.join(' ');
  const { did } = alice;
  // They have met, and know where: nobody else can tell them once she is gone.
  await pollUntil(
    () => bob.node.peers().filter(({ link }) => link.state === 'connected').length,
    (count) => count === 2,
  );
  await alice.stop();
  rmSync(alice.home, { recursive: true });
  const machine = memberIn(watched, 'alice again');
  await machine.start();
  const { code } = bob.node.cell.recovery.makeCode();
  const world = { machine, bob, carol, words, code, did };
  await expectEachWriteToGoOn(world, { folder, watched, goesOn, expectOneKey });
  // Nowhere in all that was written, at any time, are the words, or a seed that opens without the keychain.
  const { content } = await openKeyStore(homeAt(machine.home).keyPath, {
    kind: 'secret',
    secret: machine.secret,
    origin: 'keychain',
  });
  const ring = readRing(content.bytes)!;
  const secrets = secretsIn({ ...ring, words: [{ seed: seedOf(words), madeAtMs: 0 }] });
  const written = filesIn(folder).map((path) => ({ path, text: readFileSync(path, 'latin1') }));
  expectNowhere(written, secrets, []);
}, 1_200_000);
