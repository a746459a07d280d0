import { expect, test } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { CredentialStore } from '../../../electron/node/issuing/credential-store.ts';
import { takePapers } from '../../../electron/node/issuing/new-papers.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import * as of from '../../support/credentials/outside.ts';
import { firstPapers } from '../../support/protocol/papers-vector.ts';

const holder = SigningKey.fromSeed(new Uint8Array(32).fill(78));

test('a credential under the id of another one is not kept, and the papers of that one stay', () => {
  const store = new CredentialStore(openStore({ path: ':memory:' }));
  const subject = { did: holder.did, publicKey: holder.publicKey };
  const [mine, theirs] = ['relay', 'guest'].map((role) =>
    of.issue({ subject, claims: { ...of.CLAIMS, role } }),
  );
  const take = (issued: typeof mine) =>
    takePapers(
      { store, did: holder.did, known: () => null, policy: {}, nowMs: of.NOW_MS },
      canonicalize(firstPapers(issued!)),
    );
  expect(take(mine)).toMatchObject({ id: mine!.id });
  const before = store.list('held');
  expect(before[0]?.newPapers).toBeDefined();
  expect(theirs!.id).toBe(mine!.id);
  expect(() => take(theirs)).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(store.list('held')).toEqual(before);
});
