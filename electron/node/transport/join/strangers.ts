import type { Connection } from '@libp2p/interface';
import { addressGroup, StrangerBudget } from '../link/stranger-budget.ts';

/** Strangers that may be connected at the same time. */
const STRANGERS_MAX = 16;
/** Of these, from one address. */
const PER_ADDRESS_MAX = 4;

/** Those who are connected and are no peers: few, for a short time, and with few questions, whatever they came for. */
export class Strangers {
  readonly #connections = new Map<Connection, NodeJS.Timeout>();
  readonly #budget: StrangerBudget;

  constructor(clock: () => number) {
    this.#budget = new StrangerBudget(clock);
  }

  hasRoom(address: string): boolean {
    if (this.#connections.size >= STRANGERS_MAX) return false;
    const group = addressGroup(address);
    return [...this.#connections.keys()].filter((one) => groupOf(one) === group).length < PER_ADDRESS_MAX;
  }

  has(connection: Connection): boolean {
    return this.#connections.has(connection);
  }

  /** Ends a stranger's connection when its time is up. */
  watch(connection: Connection, limitMs: number, onLate: () => void = () => undefined): void {
    const timer = setTimeout(() => {
      onLate();
      connection.abort(new Error('A stranger stayed too long.'));
    }, limitMs);
    this.#connections.set(connection, timer);
    connection.addEventListener('close', () => this.release(connection));
  }

  /** It is none any more. */
  release(connection: Connection): void {
    clearTimeout(this.#connections.get(connection));
    this.#connections.delete(connection);
  }

  /** Takes one question; false when it must wait. */
  takeQuestion(connection: Connection): boolean {
    return this.#budget.take(connection.remotePeer.toString(), addressOf(connection));
  }
}

function groupOf(connection: Connection): string {
  return addressGroup(addressOf(connection));
}

function addressOf(connection: Connection): string {
  return connection.remoteAddr.getComponents()[0]?.value ?? '';
}
