/** Whole nodes over loopback: what two members that never meet write to each other travels with the others. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder = '';
let members: LiveMember[] = [];

/** Only these are online, and connected with each other; the first knows where the others are. */
async function meet(...present: LiveMember[]): Promise<void> {
  for (const member of members) {
    const isPresent = present.includes(member);
    if (member.node.online !== isPresent) await member.node.setOnline(isPresent);
  }
  for (const one of present)
    for (const other of present)
      if (one !== other)
        await pollUntil(
          () => linkOf(one, other),
          (state) => state === 'connected',
        );
}

function linkOf(one: LiveMember, other: LiveMember): string | undefined {
  return one.node.peers().find(({ did }) => did === other.did)?.link.state;
}

// For each try: another one finds nothing of what the first left.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-carried-'));
  members = await liveCell(folder, ['alice', 'bob', 'carol', 'dave']);
  // Once all have met, each knows where the others are.
  await meet(...members);
});
afterEach(async () => {
  for (const member of members) await member.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('mail that travels with people', () => {
  test('goes to whom its sender never meets, and the receipt comes home with somebody else', async () => {
    const [alice, bob, carol, dave] = members as [LiveMember, LiveMember, LiveMember, LiveMember];
    await meet(alice, carol);
    const id = alice.send(bob, 'by carol');
    await pollUntil(
      () => alice.message(id, bob).state,
      (state) => state === 'relayed',
    );
    expect(alice.message(id, bob).relays).toMatchObject([{ to: bob.did, carrier: carol.did }]);
    await meet(carol, bob);
    await pollUntil(
      () => bob.received(alice),
      (texts) => texts.length > 0,
    );
    expect(bob.received(alice)).toEqual(['by carol']);
    await meet(bob, dave);
    await pollUntil(
      () => dave.node.messages.carried().notes,
      (notes) => notes > 0,
    );
    await meet(dave, alice);
    await pollUntil(
      () => alice.message(id, bob).state,
      (state) => state === 'delivered',
    );
    const last = alice.message(id, bob).steps.at(-1);
    expect(last).toMatchObject({ step: 'delivered', detail: "bob's receipt came by dave" });
    await meet(alice, carol);
    await pollUntil(
      () => carol.node.messages.carried().bySender,
      (held) => held.length === 0,
    );
    expect(bob.received(alice)).toEqual(['by carol']);
  });
});
