import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type JoinWordsOf,
  joinCommitment,
  joinWords,
} from '../../../electron/node/cell/joining/join-words.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);
const of: JoinWordsOf = {
  cell: 'ab'.repeat(32),
  inviterKey: SigningKey.fromSeed(bytes(32, 1)).publicKey,
  newcomerKey: SigningKey.fromSeed(bytes(32, 2)).publicKey,
  secret: bytes(16, 3),
  inviterNonce: bytes(32, 4),
  newcomerNonce: bytes(32, 5),
};

describe('Six words', () => {
  it('are those of the document, and so is the commitment', () => {
    const document = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
    const commitment = joinCommitment(of.cell, of.newcomerKey, of.newcomerNonce);
    expect(document).toContain(
      `the commitment is \`${commitment}\` and the words are \`${joinWords(of).join(' ')}\``,
    );
  });

  it('are others if anything is that they are made from', () => {
    const all = [
      of,
      { ...of, cell: 'cd'.repeat(32) },
      { ...of, inviterKey: of.newcomerKey, newcomerKey: of.inviterKey },
      { ...of, newcomerKey: of.inviterKey },
      { ...of, secret: bytes(16, 4) },
      { ...of, inviterNonce: bytes(32, 5) },
      { ...of, newcomerNonce: bytes(32, 4) },
      { ...of, inviterNonce: of.newcomerNonce, newcomerNonce: of.inviterNonce },
    ].map((each) => joinWords(each).join(' '));
    expect(new Set(all).size).toBe(all.length);
    for (const words of all) expect(words.split(' ')).toHaveLength(6);
  });
});
