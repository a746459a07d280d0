import { createHash } from 'node:crypto';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { Directory, MemberKeys, PeerIdentity } from '../../../electron/node/messaging/directory.ts';
import { MemoryLog, someHash, someScid } from '../../support/memory-log.ts';
import { Killed } from './mail-store.ts';

export const CELL = someHash('a cell in which mail travels');

/** What the log of this world says of its members, beyond who founded it. */
export type Decision =
  | { readonly removed: string }
  /** Its keys, from then on; `lost`: somebody else may have those of before. */
  | { readonly changed: string; readonly version: number; readonly atMs: number; readonly lost: boolean };

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
    try {
      this.#log.write(JSON.stringify(decision));
    } catch (error) {
      // It is in the log, and whoever heard of it first died of that.
      if (!(error instanceof Killed)) throw error;
    }
  }

  get decisions(): readonly Decision[] {
    // Asked at every envelope; it grows only.
    if (this.#decisions.length !== this.#log.size)
      this.#decisions = this.#log.texts().map((text) => JSON.parse(JSON.parse(text).body));
    return this.#decisions;
  }

  isMember(name: string): boolean {
    const isRemoved = this.decisions.some((one) => 'removed' in one && one.removed === name);
    return this.founders.includes(name) && !isRemoved;
  }

  /** As far as they are known here, newest last. */
  versions(name: string): readonly MemberKeys[] {
    const changes = this.decisions
      .filter((one) => 'changed' in one && one.changed === name)
      .toSorted((a, b) => ('version' in a && 'version' in b ? a.version - b.version : 0));
    const later = changes.flatMap((one) =>
      'changed' in one ? [keysOf(name, one.version, one.atMs, one.lost)] : [],
    );
    return [keysOf(name, 0, 0, false), ...later];
  }

  /** Whom messages are for, with the keys that they have now. */
  directory(): Directory {
    return this.#directory((name) => this.versions(name));
  }

  /** Whom connections are with: how those whose keys changed find each other is not what this world is about. */
  transport(): Directory {
    return this.#directory((name) => [keysOf(name, 0, 0, false)]);
  }

  #directory(versions: (name: string) => readonly MemberKeys[]): Directory {
    const identityOf = (name: string): PeerIdentity => {
      const { signingKey, sealingKey } = versions(name).at(-1) as MemberKeys;
      return { did: didOf(name), alias: name, signingKey, sealingKey };
    };
    const { self } = this;
    const others = () => this.founders.filter((name) => name !== self && this.isMember(name));
    const known = (nameOrDid: string) =>
      [...others(), self].find((name) => name === nameOrDid || didOf(name) === nameOrDid);
    return {
      get self() {
        return identityOf(self);
      },
      peers: () => others().map(identityOf),
      resolve: (nameOrDid) => {
        const name = known(nameOrDid);
        return name === undefined ? null : identityOf(name);
      },
      versions: (did) => {
        const name = known(did);
        return name === undefined ? [] : versions(name);
      },
    };
  }
}

function keysOf(name: string, version: number, versionTimeMs: number, afterLoss: boolean): MemberKeys {
  const key = keyOf(name, version);
  return { signingKey: key.publicKey, sealingKey: key.sealing.publicKey, versionTimeMs, afterLoss };
}
