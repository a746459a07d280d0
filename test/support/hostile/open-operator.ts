import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { readKeyFile } from '../../../electron/node/identity/key-file.ts';
import { type KeyProtection, unlockKeyStore } from '../../../electron/node/identity/key-store.ts';
import {
  ensureMemberIdentity,
  type MemberIdentity,
} from '../../../electron/node/identity/member-identity.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';
import type { CellHome } from '../cell/cell-home.ts';

export interface Operator {
  readonly key: SigningKey;
  readonly identity: MemberIdentity;
  readonly store: Store;
  close(): void;
}

/** Takes over a home that no node runs on: its key, its identity and its database. */
export async function openOperator({ home: path, keyFile, name }: CellHome): Promise<Operator> {
  const home = openHome(path);
  const protection: KeyProtection = {
    kind: 'secret',
    secret: readKeyFile(keyFile),
    origin: 'key-file',
  };
  const key = await unlockKeyStore(home.keyPath, protection);
  const identity = await ensureMemberIdentity(home, key, name, protection, Date.now());
  const store = openStore({ path: home.databasePath });
  return {
    key,
    identity,
    store,
    close: () => {
      store.close();
      home.release();
    },
  };
}
