import { createHash } from 'node:crypto';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  type Directory,
  onlyVersion,
  type PeerIdentity,
} from '../../../electron/node/messaging/directory.ts';
import { MemoryLog, someHash, someScid } from '../../support/memory-log.ts';

export const CELL = someHash('a cell in which mail travels');

/** What the log of this world says of its members, beyond who founded it. */
export type Decision = { readonly removed: string };

export function didOf(name: string): string {
  return `did:webvh:${someScid(name)}:cell.ghoststack.invalid:${name}`;
}

const keys = new Map<string, SigningKey>();

export function keyOf(name: string, version = 0): SigningKey {
  const known = keys.get(`${name} ${version}`);
  if (known !== undefined) return known;
  const seed = createHash('sha256').update(`mail ${name} ${version}`).digest();
  const key = SigningKey.fromSeed(new Uint8Array(seed));
  keys.set(`${name} ${version}`, key);
  return key;
}

/** What one node knows of the cell: its log, which is on its disk, and what follows from it. */
export class MailCell {
  readonly self: string;
  readonly founders: readonly string[];
  #log: MemoryLog;
  #decisions: readonly Decision[] = [];

  constructor(self: string, founders: readonly string[]) {
    this.self = self;
    this.founders = founders;
    this.#log = new MemoryLog(CELL, someScid(self));
  }

  get log(): MemoryLog {
    return this.#log;
  }

  /** The same log in a new process. */
  reopen(): void {
    const texts = this.#log.texts();
    this.#log = new MemoryLog(CELL, someScid(this.self));
    this.#log.take(texts);
  }

  decide(decision: Decision): void {
    this.#log.write(JSON.stringify(decision));
  }

  get decisions(): readonly Decision[] {
    // Asked at every envelope; it grows only.
    if (this.#decisions.length !== this.#log.size)
      this.#decisions = this.#log.texts().map((text) => JSON.parse(JSON.parse(text).body));
    return this.#decisions;
  }

  isMember(name: string): boolean {
    return this.founders.includes(name) && !this.decisions.some(({ removed }) => removed === name);
  }

  directory(): Directory {
    const peers = (): PeerIdentity[] =>
      this.founders.filter((name) => name !== this.self && this.isMember(name)).map(identityOf);
    return {
      self: identityOf(this.self),
      peers,
      resolve: (nameOrDid) =>
        [...peers(), identityOf(this.self)].find(
          ({ did, alias }) => did === nameOrDid || alias === nameOrDid,
        ) ?? null,
      versions: (did) => {
        const known = [...peers(), identityOf(this.self)].find((one) => one.did === did);
        return known === undefined ? [] : onlyVersion(known);
      },
    };
  }
}

const identities = new Map<string, PeerIdentity>();

function identityOf(name: string): PeerIdentity {
  const known = identities.get(name);
  if (known !== undefined) return known;
  const key = keyOf(name);
  const identity = {
    did: didOf(name),
    alias: name,
    signingKey: key.publicKey,
    sealingKey: key.sealing.publicKey,
  };
  identities.set(name, identity);
  return identity;
}
