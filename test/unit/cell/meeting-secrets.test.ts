import { describe, expect, it } from 'vitest';
import { MeetingSecrets } from '../../../electron/node/cell/joining/meeting-secrets.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { x25519SharedSecret } from '../../../electron/node/crypto/x25519.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { expectCode } from '../../support/throws-code.ts';

const CELL = 'ab'.repeat(32);
const [alice, bob, carol] = [1, 2, 3].map((seed) => SigningKey.fromSeed(new Uint8Array(32).fill(seed))) as [
  SigningKey,
  SigningKey,
  SigningKey,
];
const secrets = (key: SigningKey, cell = CELL) => new MeetingSecrets(cell, key.sealing);
const member = (key: SigningKey) => ({ sealingKey: key.sealing.publicKey });

describe('The secret by which two members find each other', () => {
  it('is the same on both sides, and another for each pair, cell and day', () => {
    const known = secrets(alice).of(member(bob), 20_000);
    expect(known).toBe('ae8c4c7426110daa3b755cf9216d2caf');
    expect(secrets(bob).of(member(alice), 20_000)).toBe(known);
    const others = [
      secrets(alice).of(member(carol), 20_000),
      secrets(carol).of(member(bob), 20_000),
      secrets(alice).of(member(bob), 20_001),
      secrets(alice, 'cd'.repeat(32)).of(member(bob), 20_000),
    ];
    expect(new Set([known, ...others]).size).toBe(5);
  });

  it('is none with nobody, while the key is locked, or with a key of small order', () => {
    expect(secrets(alice).of(null, 1)).toBeNull();
    expect(new MeetingSecrets(CELL, null).of(member(bob), 1)).toBeNull();
    expect(secrets(alice).of({ sealingKey: new Uint8Array(32) }, 1)).toBeNull();
    expectCode('malformed', () => x25519SharedSecret(alice.sealing.privateKey, new Uint8Array(32)));
  });

  it('is what real members tell the network', async () => {
    const cell = LocalCell.found('Maple Street', { name: 'alice', key: alice });
    await cell.admit({ name: 'bob', key: bob });
    const [one, other] = cell.members.map(({ node, identity }) => ({ link: node.link(), did: identity.did }));
    const secret = one!.link.discoverySecret(other!.did, 20_000);
    expect(secret).toMatch(/^[0-9a-f]{32}$/);
    expect(other!.link.discoverySecret(one!.did, 20_000)).toBe(secret);
    expect(one!.link.discoverySecret('did:example:nobody', 20_000)).toBeNull();
    cell.close();
  });

  it('by its former key is one that who was away when it was changed knows', () => {
    const known = secrets(carol).of(member(alice), 20_000);
    const now = new MeetingSecrets(CELL, bob.sealing, () => [alice.sealing]);
    expect(now.formerOf(member(carol), 20_000)).toEqual([known]);
    expect(now.of(member(carol), 20_000)).not.toBe(known);
    expect(now.formerOf(null, 20_000)).toEqual([]);
  });
});
