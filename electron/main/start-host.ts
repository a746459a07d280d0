import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { safeStorage } from 'electron';
import type { Surroundings } from '#shared/contract/domain/doctor.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { LISTEN_EVERYWHERE } from '#shared/protocol/address/listen-everywhere.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { WindowHost } from '../host/window-host.ts';
import { deviceSecret } from './lifecycle/device-secret.ts';
import { keychainCipher } from './lifecycle/keychain-cipher.ts';

export interface HostOptions {
  /** `out/`, beside whose other parts this code was built. */
  readonly builtFolder: string;
  /** The node's folder. */
  readonly home: string;
  /** Of the user's application data; the window's own are in `userData`. */
  readonly shared: string;
}

/** The host of this home's node, with the computer's own secret; not started yet. */
export async function createHost(
  { builtFolder, home, shared }: HostOptions,
  onPush: (push: Push) => void,
  surroundings: () => Promise<Surroundings>,
): Promise<WindowHost> {
  const cipher = await keychainCipher(safeStorage, process.platform);
  // One for all homes: a home that is moved to another folder finds its secret again.
  const { secret, problem } = await deviceSecret(join(shared, 'device-secret.bin'), cipher);
  if (problem) process.stderr.write(`ghoststack: ${problem}\n`);
  return new WindowHost({
    workerUrl: pathToFileURL(join(builtFolder, 'node/worker.js')),
    config: { home, program: 'window', listen: LISTEN_EVERYWHERE },
    ...(secret ? { deviceSecret: secret } : {}),
    onPush,
    surroundings,
    onStatus: ({ state, reason }) => {
      if (state === 'restarting' || state === 'failed')
        process.stderr.write(`ghoststack: ${reason ? inEnglish(reason) : state}\n`);
    },
  });
}
