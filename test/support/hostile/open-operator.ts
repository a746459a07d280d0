import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { readKeyFile } from '../../../electron/node/identity/key-file.ts';
import type { KeyProtection } from '../../../electron/node/identity/key-store.ts';
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
export async function openOperator({ home: path, keyFile }: CellHome): Promise<Operator> {
  const home = openHome(path);
  const protection: KeyProtection = {
    kind: 'secret',
    secret: readKeyFile(keyFile),
    origin: 'key-file',
  };
  const ring = await unlockHome(home, protection);
  const identity = ensureMemberIdentity(home, ring, Date.now());
  const key = ring.inUse;
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
