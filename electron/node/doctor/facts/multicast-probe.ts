import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { errorCode } from '../../store/atomic-file.ts';
import type { Probe } from '../facts.ts';

/** As members are looked for (RFC 6762): what does not pass here does not pass there. */
const PORT = 5353;
const GROUPS = { 4: '224.0.0.251', 6: 'ff02::fb' } as const;
const WAIT_MS = 700;

/** Sends a question for a name that nobody has on every adapter, and hears whether it comes back. */
export async function probeMulticast(): Promise<Probe[]> {
  const adapters = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => {
    const outside = addresses.filter(({ internal }) => !internal);
    const v4 = outside.find(({ family }) => family === 'IPv4');
    const v6 = outside.find(({ family, address }) => family === 'IPv6' && address.startsWith('fe80:'));
    return [
      ...(v4 ? [{ name, family: 4 as const, at: v4.address }] : []),
      ...(v6 ? [{ name, family: 6 as const, at: `::%${name}` }] : []),
    ];
  });
  return Promise.all(adapters.map(({ name, family, at }) => probe(name, family, at)));
}

function probe(name: string, family: 4 | 6, at: string): Promise<Probe> {
  const question = questionFor(randomBytes(12).toString('hex'));
  return new Promise((resolve) => {
    const socket = createSocket({ type: family === 4 ? 'udp4' : 'udp6', reuseAddr: true });
    const end = (isHeard: boolean, code: string | null) => {
      clearTimeout(late);
      closed(socket);
      resolve({ name, family, isHeard, code });
    };
    const late = setTimeout(() => end(false, null), WAIT_MS);
    socket.on('error', (error) => end(false, errorCode(error) || 'other'));
    socket.on('message', (packet) => {
      if (packet.equals(question)) end(true, null);
    });
    socket.bind(PORT, () => {
      try {
        const group = family === 4 ? GROUPS[4] : `${GROUPS[6]}%${name}`;
        socket.addMembership(GROUPS[family], at);
        socket.setMulticastInterface(at);
        socket.setMulticastTTL(1);
        socket.setMulticastLoopback(true);
        socket.send(question, PORT, group, (error) => {
          if (error) end(false, errorCode(error) || 'other');
        });
      } catch (error) {
        end(false, errorCode(error) || 'other');
      }
    });
  });
}

/** A question of one name under `.local`, as every responder reads it: none has it, so none answers. */
function questionFor(name: string): Buffer {
  const label = Buffer.from(name, 'latin1');
  const header = Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const local = Buffer.from([5, ...Buffer.from('local'), 0, 0, 16, 0, 1]);
  return Buffer.concat([header, Buffer.from([label.length]), label, local]);
}

function closed(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It is closed already.
  }
}
