import { createHmac } from 'node:crypto';
import { SigningKey } from '../crypto/signing-key.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import { readOrCreateKeyFile } from '../identity/key-file.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Directory, PeerIdentity } from './directory.ts';
import { NO_CELL } from './envelope.ts';
import { localMesh } from './local-mesh.ts';
import { type Clock, type RandomBytes, systemClock, systemRandom } from './random.ts';

/** What a queue and an inbox are made of. Everything has a default; a real node gives everything. */
export interface EndpointOptions {
  /** A store shared with others, which is not closed here. */
  readonly store?: Store;
  /** The node's key. */
  readonly identity?: SigningKey;
  readonly directory?: Directory;
  /** The sealing keys that the node had before and kept, to open what is sealed to them; none if not given. */
  readonly formerSealing?: () => readonly SealingKeyPair[];
  /** The cell in which it writes and receives; none if not given. */
  readonly cell?: string;
  /** In which of several it does; default: in that one alone, with everybody. */
  readonly cells?: MessageCells;
  readonly clock?: Clock;
  /** The time that is known to have come, whatever `clock` is set to; default: `clock`. */
  readonly endsBy?: Clock;
  readonly random?: RandomBytes;
}

/** The cells of a home, as messages ask for them. */
export interface MessageCells {
  /** In which a new message to somebody is sealed. */
  sealIn(recipientDid: string): string;
  isHeld(cell: string): boolean;
  /** Whether this node and somebody are both in that one. */
  areBothIn(cell: string, did: string): boolean;
  /** To whom a message to everyone goes. */
  everyone(): readonly PeerIdentity[];
}

export interface Endpoint {
  readonly nodeId: string;
  readonly store: Store;
  readonly key: SigningKey;
  readonly directory: Directory;
  readonly formerSealing: () => readonly SealingKeyPair[];
  /** Every DID under which this node wrote: its key's before it was in a cell, and its member's. */
  readonly ownDids: readonly string[];
  readonly cells: MessageCells;
  readonly clock: Clock;
  /** What must be over to be ended or forgotten for good: not by a clock that is set wrong. */
  readonly endsBy: Clock;
  readonly random: RandomBytes;
  /** Closes the store if it was opened here. */
  close(): void;
}

/**
 * Settles the three forms in which queues and inboxes are made: `()`, `(name, path of a database)` and
 * `(name, options)`. Without a directory the node belongs to this process's local mesh. Without a key it gets one:
 * beside a database file, from `<file>.key` (mode 0600), so that it is the same after a restart; else for as long
 * as the process lives.
 */
export function endpoint(nodeId: string, given: string | EndpointOptions = {}): Endpoint {
  const options: EndpointOptions = typeof given === 'string' ? {} : given;
  const path = typeof given === 'string' ? given : ':memory:';
  const store = options.store ?? openStore({ path });
  const key = options.identity ?? (path === ':memory:' ? localMesh.keyOf(nodeId) : keyBeside(path, nodeId));
  const clock = options.clock ?? systemClock;
  const endsBy = options.endsBy ?? clock;
  const self = options.directory?.self ?? localMesh.introduce(nodeId, key);
  const directory = options.directory ?? localMesh.directoryOf(self);
  return {
    nodeId,
    store,
    key,
    directory,
    formerSealing: options.formerSealing ?? (() => []),
    ownDids: [...new Set([self.did, key.did])],
    cells: options.cells ?? oneCell(options.cell ?? NO_CELL, directory),
    clock,
    endsBy: () => Math.min(clock(), endsBy()),
    random: options.random ?? systemRandom,
    close: () => {
      if (options.store === undefined) store.close();
    },
  };
}

function oneCell(cell: string, directory: Directory): MessageCells {
  return {
    sealIn: () => cell,
    isHeld: (other) => other === cell,
    areBothIn: () => true,
    everyone: () => directory.peers(),
  };
}

/** One secret per database, one key per name: two nodes of a demo may share a file. */
export function keyBeside(path: string, nodeId: string): SigningKey {
  const secret = readOrCreateKeyFile(`${path}.key`);
  const seed = createHmac('sha256', secret).update(`ghoststack/local-node/v1\n${nodeId}`).digest();
  return SigningKey.fromSeed(new Uint8Array(seed));
}

/** The name of a node that was given none. */
export const ANONYMOUS = 'node';
