import { CARRY_PROTOCOL } from '../../../electron/node/transport/carry/carry-frames.ts';
import type { Random } from '../random.ts';
import { carryBytes } from './carry-traffic.ts';
import { Wire } from './memory-connection.ts';
import type { MemoryHost } from './memory-host.ts';

/** Bytes that were written on the streams of one protocol, and how many streams there were. */
export interface Traffic {
  bytes: number;
  streams: number;
}

/**
 * All hosts of a world and the wires between them. Nothing moves by itself: whoever runs the world says which wire
 * moves next, how much of it, and when one is cut. One per process, since the product makes its hosts itself.
 */
class Ether {
  readonly #hosts = new Map<string, MemoryHost>();
  readonly #joined = new Set<string>();
  readonly #wires: Wire[] = [];
  readonly traffic = new Map<string, Traffic>();
  /** Bytes of carrying, by what they are. */
  readonly carried = new Map<string, number>();
  /** Counts whatever happens, so that one can see when nothing does any more. */
  activity = 0;
  #nextWire = 0;

  reset(): void {
    for (const wire of [...this.#wires]) wire.cut(new Error('The world is over.'));
    this.#hosts.clear();
    this.#joined.clear();
    this.traffic.clear();
    this.carried.clear();
    this.#nextWire = 0;
  }

  enter(host: MemoryHost): void {
    this.#hosts.set(host.address, host);
  }

  /** Its wires are cut. */
  leave(host: MemoryHost): void {
    if (this.#hosts.get(host.address) === host) this.#hosts.delete(host.address);
    this.#cutWhere((wire) => wire.sides.some((side) => side.host === host));
  }

  /** Whoever listens at that address is gone, without a word. */
  kill(address: string): void {
    const host = this.#hosts.get(address);
    if (host !== undefined) this.leave(host);
  }

  hostAt(address: string): MemoryHost | null {
    return this.#hosts.get(address) ?? null;
  }

  join(a: string, b: string): void {
    this.#joined.add(pair(a, b));
  }

  part(a: string, b: string): void {
    this.#joined.delete(pair(a, b));
    this.#cutWhere(({ sides: [one, other] }) => pair(one.host.address, other.host.address) === pair(a, b));
  }

  isJoined(a: MemoryHost, b: MemoryHost): boolean {
    return this.#joined.has(pair(a.address, b.address));
  }

  connect(dialler: MemoryHost, listener: MemoryHost): Wire {
    const id = String(this.#nextWire++).padStart(4, '0');
    const wire: Wire = new Wire(
      id,
      dialler,
      listener,
      (bytes, item) => {
        this.activity += 1;
        if (item.kind !== 'bytes' && item.kind !== 'open') return;
        const { protocol } = item.stream;
        const traffic = this.traffic.get(protocol) ?? { bytes: 0, streams: 0 };
        this.traffic.set(protocol, traffic);
        traffic.bytes += bytes;
        if (item.kind === 'open') traffic.streams += 1;
        else if (protocol === CARRY_PROTOCOL) {
          for (const [kind, count] of carryBytes(item.bytes))
            this.carried.set(kind, (this.carried.get(kind) ?? 0) + count);
        }
      },
      () => {
        this.activity += 1;
        this.#wires.splice(this.#wires.indexOf(wire), 1);
      },
    );
    this.#wires.push(wire);
    this.activity += 1;
    return wire;
  }

  /** Whether anything is under way. */
  get isMoving(): boolean {
    return this.#wires.some((wire) => wire.waiting(0) + wire.waiting(1) > 0);
  }

  /** Moves something on some wire. Frames are torn now and then. */
  move(random: Random): void {
    const choices = this.#wires.flatMap((wire) =>
      ([0, 1] as const)
        .filter((direction) => wire.waiting(direction) > 0)
        .map((direction) => ({ wire, direction })),
    );
    if (choices.length === 0) return;
    const { wire, direction } = random.pick(choices);
    this.activity += 1;
    if (random.chance(0.1)) {
      wire.move(direction, random.between(1, 200));
      return;
    }
    const count = random.between(1, 4);
    for (let at = 0; at < count; at += 1) wire.move(direction, Number.MAX_SAFE_INTEGER);
  }

  /** Cuts a wire in the middle of whatever goes over it; whoever dials finds the other again. */
  cutOne(random: Random): void {
    if (this.#wires.length > 0) random.pick(this.#wires).cut(new Error('The link broke.'));
  }

  #cutWhere(isMeant: (wire: Wire) => boolean): void {
    for (const wire of this.#wires.filter(isMeant)) wire.cut(new Error('The link broke.'));
  }
}

function pair(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

export const ether = new Ether();
