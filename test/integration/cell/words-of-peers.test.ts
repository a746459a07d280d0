import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PeerReason, peerReason } from '#shared/words/reasons/peer-reason.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

/** What a member reads of another one. */
function reason({ node }: LiveMember, other: LiveMember): PeerReason {
  const peer = node.peers().find(({ did }) => did === other.did);
  if (!peer) throw new RangeError(`${other.name} is no peer`);
  return peerReason(peer, { nowMs: node.nowMs(), online: node.online, network: true, myName: 'me' });
}

test('what is said of a member that went away is what the dialler does, and of oneself what one did', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-words-'));
  const [alice, bob] = (await liveCell(folder, ['alice', 'bob'])) as [LiveMember, LiveMember];
  try {
    await bob.stop();
    // Nobody typed an address: bob was met, and is dialled where he was.
    const away = await pollUntil(
      () => reason(alice, bob),
      ({ state, detail }) => state === 'offline' && detail !== null,
    );
    expect(away.detail).toMatch(/^Next try (now|in \d+ s)\.$/);

    await alice.node.setOnline(false);
    const offline = reason(alice, bob);
    expect(offline).toMatchObject({
      state: 'iAmOffline',
      sentence: 'You are offline on purpose.',
      detail: null,
    });
    expect(offline.short).toMatch(/^last seen /);
  } finally {
    await Promise.all([alice, bob].map((member) => member.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
});
