import type { Connection, PeerId } from '@libp2p/interface';
import type { Saying } from '#shared/protocol/saying.ts';
import { says } from '#shared/protocol/saying.ts';

/** So long the log here may take to certify the key of whoever brings it. */
export const GUEST_MS = 60_000;

interface Guest {
  readonly did: string;
  readonly connection: Connection;
  readonly timer: NodeJS.Timeout;
}

/**
 * Members that are connected under a key which the log here does not know yet: each may bring the log, and nothing
 * else, for a while.
 */
export class KeyGuests {
  readonly #guests = new Map<string, Guest>();
  /** Ends a connection with a last word. */
  readonly #end: (connection: Connection, code: string, why: Saying) => void;

  constructor(end: (connection: Connection, code: string, why: Saying) => void) {
    this.#end = end;
  }

  /** One of a member at a time: the newest. */
  welcome(did: string, connection: Connection): void {
    for (const guest of this.#guests.values()) {
      if (guest.did === did) this.#end(guest.connection, 'duplicate', says('error.link.newerConnection'));
    }
    const timer = setTimeout(
      () => this.#end(connection, 'key', says('error.link.keyNotCertified')),
      GUEST_MS,
    );
    this.#guests.set(connection.id, { did, connection, timer });
    connection.addEventListener('close', () => {
      clearTimeout(timer);
      this.#guests.delete(connection.id);
    });
  }

  /** Whose connection it is; null for one that is no guest's. */
  didAt(connectionId: string): string | null {
    return this.#guests.get(connectionId)?.did ?? null;
  }

  /** The log here has changed: whose key is known by now is met anew, as everybody else is. */
  follow(isKnown: (peerId: PeerId) => boolean): void {
    for (const { connection } of this.#guests.values()) {
      if (isKnown(connection.remotePeer)) this.#end(connection, 'changed', says('error.link.keyKnown'));
    }
  }
}
