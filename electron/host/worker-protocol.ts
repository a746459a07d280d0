/** Messages on the port between a host and the worker that runs its node. */

import type { CheckedCall } from '#shared/contract/check-call.ts';
import type { TakenHome } from '#shared/contract/domain/home.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import type { Failure, Result } from '#shared/contract/errors.ts';
import type { NodeConfig } from './node-config.ts';

export type ToWorker =
  | {
      readonly kind: 'start';
      readonly config: NodeConfig;
      /** 32 bytes that the operating system's keychain keeps for this user, where there is one. */
      readonly deviceSecret: Uint8Array | null;
      /** Unlocks a passphrase-protected key at start; headless only. */
      readonly passphrase: string | null;
    }
  | { readonly kind: 'call'; readonly id: number; readonly call: CheckedCall }
  | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'started' }
  /** `home`: with `home-locked`. Then each change of it follows, until the worker is ended. */
  | { readonly kind: 'failed'; readonly error: Failure; readonly home: TakenHome | null }
  | { readonly kind: 'home'; readonly home: TakenHome }
  | { readonly kind: 'result'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'push'; readonly push: Push }
  /** The database is damaged: the worker ends, and is to be started again. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'stopped' };
