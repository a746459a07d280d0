import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { createSealingSender, SealingReceiver } from '../../../electron/node/crypto/sealing.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { setupRecipient } from '../../support/hpke-reference.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';

const INFO = 'ghoststack/test/v1';
const alice = SigningKey.generate().sealing;
const bob = SigningKey.generate().sealing;
const eve = SigningKey.generate().sealing;
const aad = Buffer.from('header');
const text = Buffer.from('The roof leaks.');
const ID = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';

const toBob = () => createSealingSender({ sender: alice, recipientPublicKey: bob.publicKey, info: INFO });

describe('sealing', () => {
  it('opens for the recipient what the sender sealed', async () => {
    const sender = await toBob();
    const receiver = new SealingReceiver(bob, INFO);
    for (const id of ['a', 'b', ID]) {
      const sealed = sender.seal(id, aad, text);
      expect(sealed.length).toBe(text.length + 16);
      const opened = await receiver.open({
        senderPublicKey: alice.publicKey,
        enc: sender.enc,
        id,
        aad,
        sealed,
      });
      expect(Buffer.from(opened).toString()).toBe('The roof leaks.');
    }
  });

  it('is RFC 9180 auth mode, its exporter, and HKDF-Expand per message, as docs/protocol.md says', async () => {
    const sender = await toBob();
    const sealed = sender.seal(ID, aad, text);
    const secret = setupRecipient({
      aeadId: 2,
      info: Buffer.from(INFO),
      enc: decodeBase64url(sender.enc),
      recipientPrivateKey: bob.privateKey,
      senderPublicKey: alice.publicKey,
    }).export(Buffer.from('ghoststack/sealing/v1'), 32);
    const bytes = await expand(secret, Buffer.from(`ghoststack/message/v1${ID}`), 44);
    const decipher = createDecipheriv('aes-256-gcm', bytes.subarray(0, 32), bytes.subarray(32));
    decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    expect(opened.toString()).toBe('The roof leaks.');
  });

  it('opens for nobody else, from nobody else, and for no other use', async () => {
    const sender = await toBob();
    const message = {
      senderPublicKey: alice.publicKey,
      enc: sender.enc,
      id: ID,
      aad,
      sealed: sender.seal(ID, aad, text),
    };
    const open = (receiver: SealingReceiver, change: object = {}) =>
      expectCodeAsync('malformed', () => receiver.open({ ...message, ...change }));
    await open(new SealingReceiver(eve, INFO));
    await open(new SealingReceiver(bob, 'ghoststack/other/v1'));
    const receiver = new SealingReceiver(bob, INFO);
    await open(receiver, { senderPublicKey: eve.publicKey });
    await open(receiver, { id: 'another' });
    await open(receiver, { aad: Buffer.from('Header') });
    await open(receiver, { enc: (await toBob()).enc });
    await open(receiver, { enc: 'AA' });
    await open(receiver, { enc: `${sender.enc}=` });
    await open(receiver, { enc: encodeBase64url(new Uint8Array(32)) });
    await open(receiver, { sealed: message.sealed.slice(0, 15) });
    await open(receiver, { sealed: new Uint8Array(0) });
    expect(await receiver.open(message)).toEqual(Uint8Array.from(text));
  });

  it('gives each message its own key: the same text twice looks different', async () => {
    const sender = await toBob();
    expect(sender.seal('1', aad, text)).not.toEqual(sender.seal('2', aad, text));
  });

  it('seals an id once, because its key and nonce come from it', async () => {
    const sender = await toBob();
    sender.seal('1', aad, text);
    expectCode('conflict', () => sender.seal('1', aad, Buffer.from('another text')));
  });

  it('refuses ids without a length or with too much of it', async () => {
    const sender = await toBob();
    expectCode('invalid-argument', () => sender.seal('', aad, text));
    expectCode('invalid-argument', () => sender.seal('x'.repeat(129), aad, text));
  });

  it('refuses keys that agree on nothing', async () => {
    for (const recipientPublicKey of [
      new Uint8Array(32),
      Uint8Array.from([1, ...new Uint8Array(31)]),
      new Uint8Array(31),
    ]) {
      await expectCodeAsync('invalid-argument', () =>
        createSealingSender({ sender: alice, recipientPublicKey, info: INFO }),
      );
    }
  });

  it('serves more senders at once than it keeps contexts of', async () => {
    const receiver = new SealingReceiver(bob, INFO);
    const senders = await Promise.all(Array.from({ length: 300 }, toBob));
    for (const round of ['1', '2']) {
      const opened = await Promise.all(
        senders.map((sender) =>
          receiver.open({
            senderPublicKey: alice.publicKey,
            enc: sender.enc,
            id: round,
            aad,
            sealed: sender.seal(round, aad, text),
          }),
        ),
      );
      for (const bytes of opened) expect(bytes).toEqual(Uint8Array.from(text));
    }
  });
});

/** HKDF-Expand by WebCrypto's HMAC: not the product's own. */
async function expand(prk: Uint8Array, info: Uint8Array, length: number): Promise<Buffer> {
  const key = await crypto.subtle.importKey(
    'raw',
    Uint8Array.from(prk),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  let output = Buffer.alloc(0);
  let block = Buffer.alloc(0);
  for (let counter = 1; output.length < length; counter++) {
    block = Buffer.from(
      await crypto.subtle.sign('HMAC', key, Buffer.concat([block, info, Buffer.of(counter)])),
    );
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}
