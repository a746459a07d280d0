import { expect, test } from 'vitest';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { Directory, PeerIdentity } from '../../../electron/node/messaging/directory.ts';
import { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { openStore } from '../../../electron/node/store/store.ts';

function member(alias: string, key: SigningKey): PeerIdentity {
  const did = `did:webvh:${alias}:ghoststack.invalid`;
  return { did, alias, signingKey: key.publicKey, sealingKey: key.sealing.publicKey };
}

test('a member of a cell, whose name there is no did:key, reaches everyone with a message to everyone', async () => {
  const key = SigningKey.generate();
  const others = ['bob', 'carol'].map((alias) => member(alias, SigningKey.generate()));
  const directory: Directory = {
    self: member('alice', key),
    resolve: (name) => others.find(({ alias, did }) => alias === name || did === name) ?? null,
    peers: () => others,
    versions: () => [],
  };
  const store = openStore({ path: ':memory:' });
  const queue = new MessageQueue('alice', { store, identity: key, directory });
  const number = queue.enqueue('broadcast', 'To all of you');
  for (const { did } of others) {
    const batch = await queue.prepare(did);
    expect(batch.map((envelope) => envelope.number)).toEqual([number]);
  }
  await queue.close();
  store.close();
});
