import { describe, expect, it } from 'vitest';
import {
  encodeInvitation,
  type Invitation,
  invitationUrl,
  type RecoveryCode,
  readInvitation,
  readRecoveryCode,
  recoveryUrl,
} from '../../../electron/node/cell/joining/invitation.ts';
import { NamesAnswer } from '../../../electron/node/cell/recovering/recovery-exchange.ts';
import {
  isSignedBy,
  recoveryNonce,
  recoveryProof,
  signRecovery,
} from '../../../electron/node/cell/recovering/recovery-proof.ts';
import { recoveryWords } from '../../../electron/node/cell/recovering/recovery-words.ts';
import { type Rekey, rekeyView } from '../../../electron/node/cell/recovering/rekey-view.ts';
import { keyOf, multikey, RecoveringMember } from '../../support/cell/recovering-member.ts';

const CELL = 'ab'.repeat(32);
const INVITATION: Invitation = {
  v: 2,
  cell: CELL,
  cellName: 'Maple Street',
  alias: 'bob',
  inviter: multikey(keyOf(1)),
  addresses: ['/ip4/10.0.0.1/tcp/4001'],
  secret: 'A'.repeat(22),
  expires: 1_800_000_000_000,
};

it('By which name a machine is known is one that a member can have: its home is called so from then on', () => {
  const { didLog } = new RecoveringMember('alice', 1).log;
  const names = (alias: string) => ({
    cellName: 'Maple Street',
    alias,
    didLog,
    inviter: { alias: 'bob', didLog },
  });
  const isTaken = (alias: string) => NamesAnswer.safeParse(names(alias)).success;
  expect(['alice', '', ' ', 'everyone', 'al\u202eice', 'a\nb'].filter(isTaken)).toEqual(['alice']);
});

describe('A recovery code', () => {
  const code: RecoveryCode = { ...INVITATION, recovery: true };

  it('is read from its text and from its link, however it was broken into lines', () => {
    const text = encodeInvitation(code);
    expect(recoveryUrl(text)).toMatch(/^ghoststack:\/\/recover\//);
    for (const typed of [text, recoveryUrl(text), ` ${recoveryUrl(text).replace(/(.{40})/g, '$1\n')} `])
      expect(readRecoveryCode(typed)).toEqual(code);
  });

  it('and an invitation are told apart, by whatever link they come', () => {
    const [recovery, invitation] = [encodeInvitation(code), encodeInvitation(INVITATION)];
    expect(() => readInvitation(recoveryUrl(recovery))).toThrow('This is a recovery code');
    expect(() => readInvitation(invitationUrl(recovery))).toThrow('This is a recovery code');
    expect(() => readRecoveryCode(recoveryUrl(invitation))).toThrow('This is an invitation');
    expect(() => readRecoveryCode(`${recovery.slice(0, -1)}!`)).toThrow('a character is wrong');
  });
});

describe('A proof', () => {
  const [asker, other] = [keyOf(100).publicKey, keyOf(101).publicKey];
  const secret = new Uint8Array(16).fill(3);

  it('is of one code, one cell and one machine', () => {
    const proofs = [
      recoveryProof(secret, CELL, asker),
      recoveryProof(secret, CELL, other),
      recoveryProof(secret, 'cd'.repeat(32), asker),
      recoveryProof(new Uint8Array(16), CELL, asker),
    ];
    expect(new Set(proofs).size).toBe(proofs.length);
  });

  it('of a member is of one number and one machine', () => {
    const nonce = recoveryNonce(new Uint8Array(32), asker);
    expect(nonce).toHaveLength(22);
    const to = { cell: CELL, nonce, asker };
    const signature = signRecovery(keyOf(3), to);
    const key = keyOf(3).publicKey;
    expect(isSignedBy(key, signature, to)).toBe(true);
    expect(isSignedBy(key, signature, { ...to, asker: other })).toBe(false);
    expect(isSignedBy(key, signature, { ...to, nonce: recoveryNonce(new Uint8Array(32), other) })).toBe(
      false,
    );
    expect(isSignedBy(key, signature, { ...to, cell: 'cd'.repeat(32) })).toBe(false);
    expect(isSignedBy(keyOf(4).publicKey, signature, to)).toBe(false);
  });
});

describe('The six words of a recovery', () => {
  const of = {
    cell: CELL,
    inviterKey: keyOf(1).publicKey,
    askerKey: keyOf(2).publicKey,
    secret: new Uint8Array(16).fill(3),
    nonce: recoveryNonce(new Uint8Array(32).fill(4), keyOf(2).publicKey),
  };

  it('are others if anything is that they are made from', () => {
    const all = [
      of,
      { ...of, cell: 'cd'.repeat(32) },
      { ...of, inviterKey: of.askerKey, askerKey: of.inviterKey },
      { ...of, askerKey: keyOf(5).publicKey },
      { ...of, secret: new Uint8Array(16).fill(4) },
      { ...of, nonce: recoveryNonce(new Uint8Array(32).fill(5), of.askerKey) },
    ].map((each) => recoveryWords(each).join(' '));
    expect(new Set(all).size).toBe(all.length);
    for (const words of all) expect(words.split(' ')).toHaveLength(6);
  });
});

describe('Of a ballot on a key members are shown', () => {
  const rekey = (ballot: string, more: Partial<Rekey> = {}): Rekey => ({
    ballot,
    scid: 'alice',
    versions: [{}, {}],
    lost: true,
    proposer: 'bob',
    state: 'open',
    certifiedAtMs: null,
    ...more,
  });
  const DAY_MS = 86_400_000;
  const warnings = (...all: Rekey[]) => rekeyView(all[0]!, all, 100 * DAY_MS).warnings;

  it('by what it is, as its versions say, and who proposed it', () => {
    expect(rekeyView(rekey('a'), [], 0)).toEqual({
      scid: 'alice',
      by: 'words',
      lost: true,
      proposer: 'bob',
      warnings: [],
    });
    expect(rekeyView(rekey('a', { versions: [{}], lost: false }), [], 0).by).toBe('device');
  });

  it('that another one on the same member is open', () => {
    expect(warnings(rekey('a'), rekey('b'))).toEqual(['several']);
    expect(warnings(rekey('a'), rekey('b', { scid: 'carol' }))).toEqual([]);
    expect(warnings(rekey('a'), rekey('b', { state: 'over' }))).toEqual([]);
  });

  it('that its key was changed within 7 days', () => {
    const at = (certifiedAtMs: number) => rekey('b', { state: 'passed', certifiedAtMs });
    expect(warnings(rekey('a'), at(93.5 * DAY_MS))).toEqual(['lately']);
    expect(warnings(rekey('a'), at(92.9 * DAY_MS))).toEqual([]);
    expect(warnings(rekey('a', { state: 'passed' }), at(99 * DAY_MS))).toEqual([]);
  });
});
