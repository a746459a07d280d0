/** More connections under a member's own key, beside its node's, on which it says what it likes. */
import type { Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { createHost } from '../../../electron/node/transport/link/create-host.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { encodeFrame, HELLO_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { hostKey } from '../../../electron/node/transport/link/peer-key.ts';
import { DEFAULT_TIMING } from '../../../electron/node/transport/link/timing.ts';
import type { CellHome } from '../cell/cell-home.ts';
import { someHash } from '../memory-log.ts';
import { snapshot } from './quick-cell.ts';

const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 1024 * 1024, frameMs: 5000 };
const PATIENCE_MS = 2000;
let count = 0;

export class SideDoor {
  readonly #host: Libp2p;
  readonly #cell: string;

  static async open(key: SigningKey, cell: string): Promise<SideDoor> {
    const host = await createHost({
      privateKey: await hostKey(key),
      listen: ['/ip4/127.0.0.1/tcp/0'],
      gate: {},
      timing: DEFAULT_TIMING,
    });
    return new SideDoor(host, cell);
  }

  private constructor(host: Libp2p, cell: string) {
    this.#host = host;
    this.#cell = cell;
  }

  /** A hello as it should be, with anything in it replaced. */
  hello({ cell = this.#cell, tips = {}, ...over }: Record<string, unknown> = {}): Record<string, unknown> {
    count += 1;
    const instance = someHash(`instance ${count}`).slice(0, 16);
    const sane = { type: 'hello', versions: [1], clock: Date.now(), instance, ports: [] };
    return { ...sane, cells: [{ cell, rules: 2, tips }], ...over };
  }

  /** Says all of this on one connection, the first answer awaited; whatever becomes of it. */
  async say(home: CellHome, [hello, ...more]: readonly object[]): Promise<void> {
    try {
      const { me } = await snapshot(home);
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const connection = await this.#host.dial(multiaddr(me?.addresses[0] ?? ''), { signal, force: true });
      const frames = new FrameStream(await connection.newStream(HELLO_PROTOCOL, { signal }), LIMITS);
      await frames.write(encodeFrame(hello ?? {}));
      await frames.read(PATIENCE_MS);
      for (const control of more) await frames.write(encodeFrame(control));
      // Until it is told to go.
      while ((await frames.read(PATIENCE_MS)) !== null);
      await connection.close({ signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      // It is away just now, does not want us, or has cut us off.
    }
  }

  async close(): Promise<void> {
    await this.#host.stop();
  }
}
