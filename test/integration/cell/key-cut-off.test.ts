/** Whoever changes its key and is away, or cut off, when the others certify it comes back under the new one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LiveMember } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const versions = ({ node }: LiveMember, of: LiveMember) =>
  node.cell.current?.epoch()?.members.find(({ scid }) => of.did.includes(scid))?.didLog.length;

test('in a cell of two, by the words: whoever changes its key is cut off before the certificate came, and is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-cut-'));
  const [alice, bob] = [new LiveMember(folder, 'alice'), new LiveMember(folder, 'bob')];
  onTestFinished(async () => {
    await Promise.all([alice.stop(), bob.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });
  await alice.start();
  await alice.node.cell.found('Maple Street');
  await bob.start();
  await bob.join(alice);
  const { words } = await bob.node.words.show();
  const id = bob.node.cell.changeKey({ words: words.join(' ') });
  await pollUntil(() => alice.node.cell.shown.allProposals().some((one) => one.id === id), Boolean);
  alice.node.cell.deciding().vote(id, 'APPROVE', null);
  await pollUntil(
    () => [versions(alice, bob), versions(bob, bob)].join(),
    (counts) => counts === '3,3',
    40_000,
  );
  alice.send(bob, 'back');
  await pollUntil(
    () => bob.received(alice),
    (texts) => texts.includes('back'),
    40_000,
  );
  expect(bob.node.cell.current?.signingBarred()).toBeNull();
});
