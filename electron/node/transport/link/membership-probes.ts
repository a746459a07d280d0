import type { Socket } from 'node:dgram';
import { groupOf, interfaceKey, membershipOf, multicastSocket } from '../discovery/multicast-socket.ts';
import type { LanInterface } from './network-interfaces.ts';

/**
 * Notices adapters that were taken out and put back between two looks. The list of interfaces is the same then, but
 * whatever was joined on the old one is gone, and sockets that send by it are mute. So a socket of its own joins on
 * each interface, and joins again at every look: that is refused without a packet for as long as the membership holds.
 */
export class MembershipProbes {
  readonly #sockets = new Map<string, Socket>();

  /** Those of the interfaces on which everything that was joined at the last look is gone. */
  lost(present: readonly LanInterface[]): LanInterface[] {
    for (const [key, socket] of this.#sockets) {
      if (!present.some((at) => interfaceKey(at) === key)) this.#forget(key, socket);
    }
    return present.filter((at) => {
      const key = interfaceKey(at);
      const socket = this.#sockets.get(key);
      const isLost = socket !== undefined && joins(socket, at);
      // Anew, as the old membership would count against how many one socket may have.
      if (isLost) this.#forget(key, socket);
      if (!this.#sockets.has(key)) this.#join(at);
      return isLost;
    });
  }

  close(): void {
    for (const [key, socket] of this.#sockets) this.#forget(key, socket);
  }

  #join(at: LanInterface): void {
    const socket = multicastSocket(at);
    // It is never read; what goes wrong shows when it joins.
    socket.on('error', () => undefined);
    // Where a second joining is taken as well, it would tell of a loss at every look.
    if (joins(socket, at) && !joins(socket, at)) this.#sockets.set(interfaceKey(at), socket);
    else socket.close();
  }

  #forget(key: string, socket: Socket): void {
    this.#sockets.delete(key);
    socket.close();
  }
}

function joins(socket: Socket, at: LanInterface): boolean {
  try {
    socket.addMembership(groupOf(at), membershipOf(at));
    return true;
  } catch {
    return false;
  }
}
