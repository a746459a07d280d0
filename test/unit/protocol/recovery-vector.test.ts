import { createHash, createHmac } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { readRecoveryCode } from '../../../electron/node/cell/joining/invitation.ts';
import { RecoveryAsk } from '../../../electron/node/cell/recovering/recovery-exchange.ts';
import { isSignedBy } from '../../../electron/node/cell/recovering/recovery-proof.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { nextKeyHash } from '../../../electron/node/identity/did-webvh/index.ts';
import {
  extendMemberLog,
  newestVersion,
  readMemberLog,
} from '../../../electron/node/identity/member-log/index.ts';
import { readJson } from '../../support/protocol/read-vectors.ts';
import type { RecoveryVector } from '../../support/protocol/recovery-vector.ts';
import { people } from '../../support/protocol/vector-member.ts';

const vector = readJson<RecoveryVector>('recovery.json');
const { cell, nonce, requests } = vector;
const keyOf = (seed: string) => SigningKey.fromSeed(Buffer.from(seed, 'hex'));
const machine = keyOf(vector.machineSeed);
const secret = Buffer.from(vector.secret, 'hex');

describe('recovery.json', () => {
  it('has a code that is read, by its link too', () => {
    const code = readRecoveryCode(vector.url);
    expect(readRecoveryCode(vector.code)).toEqual(code);
    expect(code).toMatchObject({ cell, secret: secret.toString('base64url'), alias: 'bob' });
  });

  it('has proofs that node:crypto comes to', () => {
    const text = `ghoststack/recovery/v1\n${cell}\n${encodeMultikey('ed25519', machine.publicKey)}`;
    const proof = createHmac('sha256', secret).update(text).digest('base64url');
    expect(requests.map((request) => RecoveryAsk.parse(request).proof)).toEqual(requests.map(() => proof));
    const bob = people.bob.key.publicKey;
    const digest = createHash('sha256')
      .update(`ghoststack/recovery-words/v1\n${cell}\n`)
      .update(bob)
      .update(machine.publicKey)
      .update(createHash('sha256').update(secret).digest())
      .update(Buffer.from(nonce, 'base64url'))
      .digest();
    const words = vector.words.split(' ');
    expect(words).toHaveLength(6);
    // The first of them is the first 11 bits.
    expect(words[0]).toBe(wordlist[digest.readUInt16BE() >> 5]);
  });

  it('has a signature of the key that the words stand for, and versions that follow from alice’s log', () => {
    const [, named, wanted] = requests.map((request) => RecoveryAsk.parse(request));
    if (!named || !('key' in named) || !wanted || !('versions' in wanted))
      throw new Error('not three requests');
    const words = keyOf(vector.wordsSeed);
    expect(named.key).toBe(encodeMultikey('ed25519', words.publicKey));
    expect(isSignedBy(words.publicKey, named.signature, { cell, nonce, asker: machine.publicKey })).toBe(
      true,
    );
    expect(vector.hashes).toContain(nextKeyHash(words.publicKey));
    const log = readMemberLog(people.alice.identity.log);
    if (!log.ok) throw new Error('alice’s log is none');
    const longer = extendMemberLog(log.value, wanted.versions);
    if (!longer.ok) throw new Error('the versions do not follow');
    expect(newestVersion(longer.value)).toMatchObject({
      versionId: vector.versionId,
      key: encodeMultikey('ed25519', machine.publicKey),
      device: nextKeyHash(keyOf(vector.nextSeed).publicKey),
    });
  });
});
