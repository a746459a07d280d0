import { createSocket, type Socket } from 'node:dgram';
import type { LanInterface } from './network-interfaces.ts';

/** Of multicast DNS (RFC 6762). */
const GROUP = '224.0.0.251';

/**
 * Notices adapters that were taken out and put back between two looks. The list of interfaces is the same then, but
 * whatever was joined on the old one is gone, and sockets that send by it are mute. So a socket of its own joins on
 * each interface, and joins again at every look: that is refused without a packet for as long as the membership holds.
 */
export class MembershipProbes {
  readonly #sockets = new Map<string, Socket>();

  /** Those of the interfaces on which everything that was joined at the last look is gone. */
  lost(present: readonly LanInterface[]): LanInterface[] {
    for (const [address, socket] of this.#sockets) {
      if (!present.some((at) => at.address === address)) this.#forget(address, socket);
    }
    return present.filter(({ address }) => {
      const socket = this.#sockets.get(address);
      const isLost = socket !== undefined && joins(socket, address);
      // Anew, as the old membership would count against how many one socket may have.
      if (isLost) this.#forget(address, socket);
      if (!this.#sockets.has(address)) this.#join(address);
      return isLost;
    });
  }

  close(): void {
    for (const [address, socket] of this.#sockets) this.#forget(address, socket);
  }

  #join(address: string): void {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    // It is never read; what goes wrong shows when it joins.
    socket.on('error', () => undefined);
    // Where a second joining is taken as well, it would tell of a loss at every look.
    if (joins(socket, address) && !joins(socket, address)) this.#sockets.set(address, socket);
    else socket.close();
  }

  #forget(address: string, socket: Socket): void {
    this.#sockets.delete(address);
    socket.close();
  }
}

function joins(socket: Socket, address: string): boolean {
  try {
    socket.addMembership(GROUP, address);
    return true;
  } catch {
    return false;
  }
}
