import type { Connection } from '@libp2p/interface';
import { takeHeard } from './frame-stream.ts';

export interface HeartbeatOptions {
  readonly connection: Pick<Connection, 'streams'>;
  /** A silent peer is asked this often whether it is there, and has this long for a sign of life. */
  readonly pingMs: number;
  /** Asks it. */
  readonly ping: () => void;
  /** Called once, when nothing came back. */
  readonly onSilence: () => void;
}

const TICKS_PER_PING = 2;

/**
 * Notices that a peer is gone though nobody said so: a pulled cable, a crash. Whatever comes from it is a sign of
 * life, so that one that is busy with what we send is not taken for gone. Silence is counted in ticks of a timer, not
 * in time: where this process itself is late, so are its ticks, and what has arrived meanwhile is read between two.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  #silentTicks = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), options.pingMs / TICKS_PER_PING);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { connection, ping, onSilence } = this.#options;
    this.#silentTicks = takeHeard(connection.streams) ? 0 : this.#silentTicks + 1;
    if (this.#silentTicks === 1) ping();
    if (this.#silentTicks <= TICKS_PER_PING) return;
    this.stop();
    onSilence();
  }
}
