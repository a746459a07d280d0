import { expect, it } from 'vitest';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { signJson, verifyJson } from '../../../electron/node/crypto/signed-json.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { OutgoingEnvelope } from '../../../electron/node/messaging/queue-events.ts';
import { type Vouch, vouchFor } from '../../../electron/node/messaging/vouch.ts';
import { person, TestClock, testNode, texts } from '../../support/messaging.ts';
import vector from '../../vectors/push/vouch.json' with { type: 'json' };

const DAY_MS = 86_400_000;
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(person) as [
  ReturnType<typeof person>,
  ReturnType<typeof person>,
  ReturnType<typeof person>,
];

/** Three texts of alice to bob, the second with a signature that is not hers. */
async function world() {
  const clock = new TestClock();
  const shared = { clock: clock.now };
  const [writer, reader] = [testNode(alice, [bob], shared), testNode(bob, [alice, carol], shared)];
  for (const text of ['one', 'two', 'three']) writer.queue.enqueue('bob', text);
  const batch = await writer.queue.prepare(bob.identity.did);
  const honest = writer.queue.begin(batch);
  const envelopes = batch.map(({ bytes }, at) => (at === 1 ? unsigned(bytes) : bytes));
  const hashes = envelopes.map((bytes) => sha256Hex(bytes));
  const answer = async (vouch: Vouch | undefined): Promise<string[]> =>
    (await reader.inbox.receive(envelopes, vouch)).results.map(({ status }) => status);
  const end = async (): Promise<void> => {
    await Promise.all([writer.close(), reader.close()]);
  };
  return { clock, shared, batch, honest, hashes, reader, answer, end };
}

function unsigned(bytes: OutgoingEnvelope['bytes']): Uint8Array {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text.replace(/"signature":"[^"]+"/, `"signature":"${'A'.repeat(86)}"`));
}

const by = (who: typeof alice, to: typeof alice, hashes: readonly string[]): Vouch =>
  vouchFor({ did: who.identity.did, key: who.key }, to.identity.did, hashes);

it('a sender vouches for what it hands over at once, and its recipient keeps the proof', async () => {
  const { hashes, reader, answer, clock, end } = await world();
  const vouch = by(alice, bob, hashes);
  expect(await answer(vouch)).toEqual(['stored', 'stored', 'stored']);
  expect(texts(reader.inbox.messages)).toEqual(['one', 'two', 'three']);
  const kept = reader.store.db.prepare('SELECT * FROM vouches').all() as Record<string, string>[];
  expect(kept).toHaveLength(1);
  const { sender_did, recipient_did, signature, hashes: list } = kept[0]!;
  const said = { envelopes: list!.split(' '), recipient_did, sender_did };
  expect(said.envelopes).toContain(hashes[1]);
  expect(verifyJson(signature!, 'ghoststack/vouch/v1', said, alice.key.publicKey)).toBe(true);
  const rows = reader.store.db.prepare('SELECT vouch FROM received_envelopes').pluck().all();
  expect(rows).toEqual([kept[0]!.number, kept[0]!.number, kept[0]!.number]);
  // Not before the last of what it is about.
  clock.advance(37 * DAY_MS);
  reader.inbox.purge();
  expect(reader.store.db.prepare('SELECT count(*) FROM received_envelopes').pluck().get()).toBe(0);
  clock.advance(25 * DAY_MS);
  reader.inbox.purge();
  expect(reader.store.db.prepare('SELECT count(*) FROM vouches').pluck().get()).toBe(0);
  await end();
});

it.each<[string, (hashes: readonly string[]) => Vouch | undefined]>([
  ['none', () => undefined],
  ['one of another peer', (hashes) => by(carol, bob, hashes)],
  [
    'one of another peer in the name of the sender',
    (hashes) => ({ ...by(carol, bob, hashes), sender_did: alice.identity.did }),
  ],
  ['one of a stranger', (hashes) => by(person('mallory'), bob, hashes)],
  ['one to another recipient', (hashes) => by(alice, carol, hashes)],
  ['one for another order', (hashes) => by(alice, bob, hashes.toReversed())],
  ['one for more', (hashes) => by(alice, bob, [...hashes, hashes[0]!])],
  ['one for less', (hashes) => by(alice, bob, hashes.slice(0, 2))],
  [
    'a signature of the same words for another purpose',
    (hashes) => ({
      sender_did: alice.identity.did,
      signature: signJson(alice.key, 'ghoststack/envelope/v1', {
        envelopes: hashes,
        recipient_did: bob.identity.did,
        sender_did: alice.identity.did,
      }),
    }),
  ],
])('with %s, each envelope counts by its own signature', async (_, vouch) => {
  const { hashes, reader, answer, end } = await world();
  expect(await answer(vouch(hashes))).toEqual(['stored', 'bad-signature', 'stored']);
  expect(reader.store.db.prepare('SELECT count(*) FROM vouches').pluck().get()).toBe(0);
  await end();
});

it('nobody vouches for what somebody else wrote', async () => {
  const { shared, reader, end, batch } = await world();
  const ofCarol = testNode(carol, [bob], shared);
  ofCarol.queue.enqueue('bob', 'from carol');
  const [other] = await ofCarol.queue.prepare(bob.identity.did);
  const envelopes = [unsigned(batch[0]!.bytes), unsigned(other!.bytes)];
  const vouch = by(
    carol,
    bob,
    envelopes.map((bytes) => sha256Hex(bytes)),
  );
  const { results } = await reader.inbox.receive(envelopes, vouch);
  expect(results.map(({ status }) => status)).toEqual(['bad-signature', 'stored']);
  await ofCarol.close();
  await end();
});

it('a node vouches for two and more, and not for one', async () => {
  const { honest, batch, reader, end } = await world();
  expect(honest).toEqual(
    by(
      alice,
      bob,
      batch.map(({ hash }) => hash),
    ),
  );
  const writer = testNode(alice, [bob]);
  writer.queue.enqueue('bob', 'alone');
  expect(writer.queue.begin(await writer.queue.prepare(bob.identity.did))).toBeUndefined();
  await writer.close();
  expect(reader.inbox.messages).toEqual([]);
  await end();
});

it('is the one of the test vector', () => {
  const { seed, recipient_did, envelopes, vouch } = vector;
  const key = SigningKey.fromSeed(new Uint8Array(Buffer.from(seed, 'hex')));
  expect(vouchFor({ did: key.did, key }, recipient_did, envelopes)).toEqual(vouch);
});
