import { createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isLaterKey } from '../../../electron/node/cell/recovering/later-key.ts';
import type { SealingKeyPair } from '../../../electron/node/crypto/x25519.ts';
import { KeyAnswer, KeyClaim, KeyLog } from '../../../electron/node/transport/key/key-frames.ts';
import { provedMember } from '../../../electron/node/transport/key/key-proof.ts';
import { peerIdOf } from '../../../electron/node/transport/link/peer-key.ts';
import type { KeyVector } from '../../support/protocol/key-vector.ts';
import { readJson } from '../../support/protocol/read-vectors.ts';
import { people, rekeysOf } from '../../support/protocol/vector-member.ts';

const vector = readJson<KeyVector>('key.json');
const { bob, carol } = people;
const { key } = rekeysOf('carol').device;

/** X25519 by node:crypto alone. */
function shared(own: SealingKeyPair, theirs: Uint8Array): Buffer {
  const x = Buffer.from(theirs).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
  const head = Buffer.from('302e020100300506032b656e04220420', 'hex');
  const der = Buffer.concat([head, own.privateKey]);
  return diffieHellman({
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    publicKey,
  });
}

describe('key.json', () => {
  it('has a tag and a proof that node:crypto comes to', () => {
    const text = `ghoststack/discovery/v2\n${vector.cell}\n${vector.day}`;
    const tag = createHmac('sha256', shared(bob.key.sealing, carol.key.sealing.publicKey))
      .update(text)
      .digest('hex');
    expect(vector.tag).toBe(tag.slice(0, 32));
    const peerIds = [key, bob.key].map(({ publicKey }) => peerIdOf(publicKey).toString());
    expect(vector.peerIds).toEqual(peerIds);
    const claimed = `ghoststack/key/v1\n${peerIds.toSorted().join('\n')}`;
    expect(vector.proof).toBe(createHmac('sha256', vector.tag).update(claimed).digest('base64url'));
  });

  it('has frames that are read, by whoever knows the tag and by nobody else', () => {
    const [claim, log, answer] = vector.frames.map((frame) => JSON.parse(frame));
    const { cell, proof } = KeyClaim.parse(claim);
    expect([cell, proof]).toEqual([vector.cell, vector.proof]);
    expect(KeyLog.parse(log).didLog).toEqual(vector.logs[0]?.didLog);
    expect(KeyAnswer.parse(answer)).toEqual({ ok: true });
    const [dials, listens] = [key, bob.key].map(({ publicKey }) => peerIdOf(publicKey));
    const known = (secret: string) => provedMember(proof, [{ did: 'carol', secret }], dials!, listens!);
    expect([known(vector.tag), known(vector.tag.replace(/^./, 'x'))]).toEqual(['carol', null]);
    // It is of this connection.
    const other = peerIdOf(carol.key.publicKey);
    expect(provedMember(proof, [{ did: 'carol', secret: vector.tag }], other, listens!)).toBeNull();
  });

  it.each(vector.logs)('a log that $note: taken $taken', ({ didLog, taken }) => {
    const { scid, log } = carol.identity;
    expect(isLaterKey({ scid, didLog: log }, didLog, key.publicKey)).toBe(taken);
  });
});
