/** By which key an exported log is sealed once keys can change, and over which form of the state (docs/protocol.md). */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { authoriseEntry, keyAt } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { signJson } from '../../../electron/node/crypto/signed-json.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { verifyLogFile } from '../../../electron/node/log/log-file.ts';
import { stateHash } from '../../../electron/node/log/state-hash.ts';
import { readCell, wholeLog } from '../../support/protocol/read-vectors.ts';
import { type Name, people, rekeysOf, STARTED_AT_MS } from '../../support/protocol/vector-member.ts';

interface State {
  readonly members: readonly { scid: string; alias: string; admittedBy: string }[];
  readonly [member: string]: unknown;
}

/** The log of a vector as a file that somebody sealed, perhaps over another form of its state. */
function sealedBy(
  name: Name,
  key: SigningKey,
  vector: string,
  form = (state: State): object => state,
): string {
  const { cell, expected, ...rest } = readCell(vector);
  const lines = wholeLog({ cell, expected, ...rest });
  const text = [canonicalize({ format: 'ghoststack/log/v1', cell }), ...lines]
    .map((line) => `${line}\n`)
    .join('');
  const seal = {
    before: createHash('sha256').update(text).digest('hex'),
    entries: lines.length,
    tips: expected.tips,
    stateHash: stateHash(form(expected.state as never)),
    at: STARTED_AT_MS,
    exporter: people[name].identity.scid,
    key: encodeMultikey('ed25519', key.publicKey),
  };
  return `${text}${canonicalize({ seal, signature: signJson(key, 'ghoststack/log-seal/v1', seal) })}\n`;
}

const verified = (file: string) => verifyLogFile(file, authoriseEntry, keyAt).stateHash;

test('a log is sealed under the key that its own epoch names, and under no former one of the same member', () => {
  const { words } = rekeysOf('carol');
  expect(verified(sealedBy('carol', words.key, 'lost'))).toBe(readCell('lost').expected.stateHash);
  expect(() => verified(sealedBy('carol', people.carol.key, 'lost'))).toThrow('not signed by a member');
  // Neither under one that is not certified yet: the log of this epoch does not know it.
  expect(() => verified(sealedBy('carol', words.key, 'three'))).toThrow('not signed by a member');
  expect(verified(sealedBy('carol', people.carol.key, 'three'))).toBe(readCell('three').expected.stateHash);
});

test('a file of before keys could change is read: its state says no versions, no bases, and not what certified the epoch', () => {
  const { key } = people.alice;
  const first = ({
    certifiedBy: _,
    fork: _f,
    leaving: _l,
    bridges: _b,
    credentials: _c,
    members,
    ...state
  }: State) => ({
    ...state,
    v: 1,
    members: members.map(({ scid, alias, admittedBy }) => ({ scid, alias, admittedBy })),
  });
  expect(verified(sealedBy('alice', key, 'two', first))).toBe(
    stateHash(first(readCell('two').expected.state as never)),
  );
  const third = ({ credentials: _c, ...state }: State) => ({ ...state, v: 3 });
  expect(verified(sealedBy('alice', key, 'two', third))).toBe(
    stateHash(third(readCell('two').expected.state as never)),
  );
  const others: ((state: State) => object)[] = [
    (state) => ({ ...state, v: 1 }),
    (state) => ({ ...first(state), v: 2 }),
    (state) => ({ ...first(state), name: 'Elm Street' }),
  ];
  for (const form of others)
    expect(() => verified(sealedBy('alice', key, 'two', form))).toThrow('the tips and the state');
});
