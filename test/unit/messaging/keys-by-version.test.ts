import { describe, expect, it } from 'vitest';
import type { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { craft, messageOf } from '../../support/craft-envelope.ts';
import { KeyedMember, type KeyedNodeOptions, keyedNode } from '../../support/keyed-member.ts';
import { person, TestClock } from '../../support/messaging.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const statuses = async (inbox: Inbox, ...batch: unknown[]): Promise<string[]> =>
  (await inbox.receive(batch)).results.map(({ status }) => status);

/** Alice and bob; whoever is named here has changed its key an hour ago. */
function world(changed: { alice?: true; bob?: true }, options: KeyedNodeOptions = {}) {
  const clock = new TestClock();
  const [alice, bob] = [new KeyedMember('alice'), new KeyedMember('bob')];
  const changedAtMs = clock.nowMs - HOUR_MS;
  if (changed.alice) alice.change(changedAtMs);
  if (changed.bob) bob.change(changedAtMs);
  const { inbox } = keyedNode(bob, [alice], { clock: clock.now, ...options });
  const sealed = (facts: Parameters<typeof craft>[0], from = alice.person(), to = bob.person()) =>
    craft({ createdAtMs: clock.nowMs, expiresAtMs: clock.nowMs + DAY_MS, ...facts }, from, to);
  return { clock, alice, bob, inbox, sealed, changedAtMs };
}

describe('An envelope that is sealed to', () => {
  it('a key of before that was kept is opened', async () => {
    const { inbox, sealed, alice, bob } = world({ bob: true });
    expect(await statuses(inbox, await sealed({}, alice.person(), bob.person(1)))).toEqual(['stored']);
  });

  it('a key of before that is gone is refused for this envelope, and one of nobody for good', async () => {
    const { inbox, sealed, alice, bob } = world({ bob: true }, { keeps: () => false });
    const mallory = person('mallory');
    const toNobody = { ...bob.person(), identity: { ...mallory.identity, did: bob.did } };
    const batch = [
      await sealed({}, alice.person(), bob.person(1)),
      await sealed({}, alice.person(), toNobody),
    ];
    expect(await statuses(inbox, ...batch)).toEqual(['old-key', 'wrong-recipient']);
  });
});

describe('An envelope that is signed with', () => {
  it('a key of before counts if it was written up to a day after the change, and is marked', async () => {
    const { inbox, sealed, alice, changedAtMs, clock } = world({ alice: true });
    clock.nowMs = changedAtMs + 2 * DAY_MS;
    const at = (createdAtMs: number) =>
      sealed({ createdAtMs, expiresAtMs: createdAtMs + 5 * DAY_MS }, alice.person(1));
    expect(await statuses(inbox, await at(changedAtMs - DAY_MS))).toEqual(['stored']);
    expect(await statuses(inbox, await at(changedAtMs + DAY_MS))).toEqual(['stored']);
    expect(await statuses(inbox, await at(changedAtMs + DAY_MS + 1000))).toEqual(['old-key']);
    expect(await statuses(inbox, await sealed({}))).toEqual(['stored']);
    expect([1, 2, 3].map((number) => inbox.get(number)!.keyChangedAtMs)).toEqual([
      changedAtMs,
      changedAtMs,
      null,
    ]);
  });

  it('a key that its sender does not have, as far as is known, is refused until it is known', async () => {
    let known = 1;
    const { inbox, sealed } = world({ alice: true }, { knows: () => known });
    const envelope = await sealed({});
    expect(await statuses(inbox, envelope)).toEqual(['unknown-key']);
    known = 2;
    expect(await statuses(inbox, envelope)).toEqual(['stored']);
  });

  it('one version of its sender and sealed with another is of none', async () => {
    const { inbox, sealed, alice } = world({ alice: true });
    const [before, now] = [JSON.parse(await sealed({}, alice.person(1))), JSON.parse(await sealed({}))];
    const keys = { ...now.keys, from: before.keys.from };
    expect(await statuses(inbox, JSON.stringify({ ...now, keys }))).toEqual(['unknown-key']);
  });

  it('a key that a later version only kept is the newest', async () => {
    const clock = new TestClock();
    const [alice, bob] = [new KeyedMember('alice'), new KeyedMember('bob')];
    alice.all.push({ ...alice.all[0]!, atMs: clock.nowMs - 9 * DAY_MS });
    const { inbox } = keyedNode(bob, [alice], { clock: clock.now });
    const facts = { createdAtMs: clock.nowMs, expiresAtMs: clock.nowMs + DAY_MS };
    expect(await statuses(inbox, await craft(facts, alice.person(), bob.person()))).toEqual(['stored']);
    expect(inbox.get(1)!.keyChangedAtMs).toBeNull();
  });
});

describe('The first of several reasons is the answer:', () => {
  it('recipient, sender, key sealed to, key signed with, hash, signature, times, contents, name, id, room', async () => {
    const limits = { unreadMessages: 1, unreadBytes: 1000 };
    const { inbox, sealed, alice, bob, clock } = world(
      { alice: true, bob: true },
      { keeps: () => false, limits },
    );
    const mallory = person('mallory');
    const unknown = { ...alice.person(), key: mallory.key };
    const nobody = { ...bob.person(), identity: { ...mallory.identity, did: bob.did } };
    const late = { createdAtMs: clock.nowMs - 2 * DAY_MS, expiresAtMs: clock.nowMs - DAY_MS };
    const expect1 = async (status: string, envelope: string | Promise<string>) =>
      expect(await statuses(inbox, await envelope)).toEqual([status]);
    const changed = async (envelope: Promise<string>, change: object) =>
      JSON.stringify({ ...JSON.parse(await envelope), ...change });
    const noHash = { payload_hash: 'a'.repeat(64) };
    const noSignature = { signature: 'A'.repeat(86) };
    await expect1('wrong-recipient', sealed({}, mallory, mallory));
    await expect1('not-a-peer', sealed({}, mallory, bob.person(1)));
    await expect1('old-key', sealed({}, unknown, bob.person(1)));
    await expect1('wrong-recipient', sealed({}, unknown, nobody));
    await expect1('unknown-key', changed(sealed({}, unknown), noHash));
    await expect1('malformed', changed(sealed(late), noHash));
    await expect1('bad-signature', changed(sealed(late), noSignature));
    await expect1('expired', sealed({ ...late, payload: messageOf('') }));
    const id = crypto.randomUUID();
    const payload = messageOf('here');
    await expect1('stored', sealed({ id, payload }));
    await expect1('expired', sealed({ ...late, payload }));
    await expect1('unopenable', sealed({ id, payload: messageOf('') }));
    await expect1('stored', sealed({ id, payload }));
    await expect1('replayed', sealed({ id }));
    await expect1('full', sealed({}));
    expect(inbox.messages).toHaveLength(1);
  });
});
