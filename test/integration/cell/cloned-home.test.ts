/** The home of a member is copied, without what tells a copy on its computer, and run beside it: whole nodes over loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  allMeet,
  copyOf,
  inEnglishOf,
  LIMIT_MS,
  oneHistory,
  scidOf,
} from '../../support/cell/keys-at-stake.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const CLONES = process.env.GHOSTSTACK_LONG ? 6 : 1;

test('a copy whose member runs signs nothing, though all others answer it at once, and they say that there are two', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-cloned-'));
  const started: LiveMember[] = [];
  try {
    const [alice, bob, carol] = (await liveCell(folder, ['alice', 'bob', 'carol'], {
      deadlineMs: 600_000,
    })) as [LiveMember, LiveMember, LiveMember];
    started.push(alice, bob, carol);
    await bob.stop();
    const clones = Array.from({ length: CLONES }, (_, at) => copyOf(bob, folder, `clone ${at}`));
    await bob.start();
    await allMeet([alice, bob, carol]);
    for (const clone of clones) {
      await clone.start();
      started.push(clone);
      await pollUntil(
        () => [bob, clone].map((one) => inEnglishOf(one)),
        (said) => said.every((why) => why?.includes('second node')),
        LIMIT_MS,
      );
      await clone.stop();
      bob.node.cell.resumeSigning();
      const written = alice.node.cell.current?.log.graph.heads(scidOf(bob)) ?? [];
      expect(written.map(({ entry }) => entry.gen)).toEqual([0]);
    }
    const seen = [alice, carol].map(
      ({ node }) => node.peers().find(({ did }) => did === bob.did)?.twinSeenAtMs,
    );
    expect(seen.some(Boolean)).toBe(true);
    await oneHistory([alice, bob, carol]);
  } finally {
    await Promise.all(started.map((member) => member.stop().catch(() => undefined)));
    rmSync(folder, { recursive: true, force: true });
  }
});
