/** Names on Electron's IPC, the same at both of its ends. */
import type { CallName, PushName } from './contract.ts';

/** One channel for each call of the contract: a call that the contract does not name has nobody to answer it. */
export function callChannel(name: CallName): string {
  return `ghoststack:call:${name}`;
}

export function pushChannel(name: PushName): string {
  return `ghoststack:push:${name}`;
}
