import { expect, it } from 'vitest';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { CellDirectory, peerIdentity } from '../../../electron/node/cell/reading/cell-directory.ts';
import { rotateDidLogKey } from '../../../electron/node/identity/did-webvh/index.ts';
import { readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { commitTo, key, memberLog, START_MS, sealing } from '../../support/did-webvh-forger.ts';

const DAY_MS = 86_400_000;

it('a directory has the keys of every version of the log that an epoch names, and follows the newest', () => {
  const store = openStore({ path: ':memory:' });
  const { log } = memberLog();
  const rotated = rotateDidLogKey({
    log,
    nextKey: key(2),
    sealingPublicKey: sealing(2),
    nextKeyHashes: commitTo(4, 5),
    nowMs: START_MS + DAY_MS,
  });
  const [before, after] = [readMemberIdentity(log), readMemberIdentity(rotated)];
  const epoch = (didLog: typeof log) =>
    ({ members: [{ scid: before.scid, alias: 'bob', didLog }], ended: new Map() }) as unknown as Epoch;
  const other = peerIdentity({ ...before, did: 'did:webvh:alice:ghoststack.invalid' }, 'alice');
  const times = [START_MS, START_MS + DAY_MS];

  const directory = new CellDirectory(other, new SettingsStore(store), () => START_MS);
  directory.follow(epoch(log), () => null);
  expect(directory.resolve('bob')?.signingKey).toEqual(key(1).publicKey);
  expect(directory.versions(before.did).map(({ versionTimeMs }) => versionTimeMs)).toEqual([times[0]]);
  expect(directory.follow(epoch(rotated), () => null)).toEqual([]);
  expect(directory.resolve('bob')).toMatchObject({ signingKey: key(2).publicKey, sealingKey: sealing(2) });
  expect(directory.versions(before.did)).toMatchObject([
    { signingKey: key(1).publicKey, sealingKey: sealing(1), versionTimeMs: times[0], afterLoss: false },
    { signingKey: key(2).publicKey, sealingKey: sealing(2), versionTimeMs: times[1], afterLoss: false },
  ]);

  const own = new CellDirectory(peerIdentity(after, 'bob'), new SettingsStore(store), () => START_MS);
  expect(own.versions(after.did)).toHaveLength(1);
  own.follow(epoch(rotated), () => null);
  expect(own.versions(after.did)).toHaveLength(2);
  expect(own.peers()).toEqual([]);
  store.close();
});
