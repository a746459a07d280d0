import type { Connection, PeerId, Stream } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { peerIdOf } from './peer-key.ts';
import type { TransportTiming } from './timing.ts';
import { Turns } from './turns.ts';
import { answerProbe, TwinProbe, twinProbeKey, watchProbe } from './twin-probe.ts';

export interface TwinWatchOptions {
  readonly identity: SigningKey;
  /** Of this node's present life. */
  readonly instance: () => string;
  /** A second live node holds this node's key: it has proved it at this address. */
  readonly onTwin: (address: string) => void;
  readonly timing: TransportTiming;
}

/** An address that claims to be this node is asked for proof at most this often. */
const PROBE_GAP_MS = 60_000;
const PROBES = { burst: 6, perMinute: 12 };

/** Finds out whether a second live node holds this node's key, and answers one that wants to find out. */
export class TwinWatch {
  readonly #options: TwinWatchOptions;
  readonly #turns: Turns<string>;
  #prober: PeerId | null = null;
  #probe: TwinProbe | null = null;

  constructor(options: TwinWatchOptions) {
    this.#options = options;
    this.#turns = new Turns({
      keyOf: (address) => address,
      targetOf: (address) => address,
      gapMs: PROBE_GAP_MS,
      isWanted: () => this.#probe !== null,
      run: (address) => this.#ask(address),
      atOnce: 1,
      perSource: { burst: 3, perMinute: 4 },
      inAll: PROBES,
      itemsMax: 4,
      sourcesMax: 256,
    });
  }

  async start(): Promise<void> {
    const { identity, timing } = this.#options;
    const privateKey = await twinProbeKey(identity);
    this.#prober = peerIdFromPrivateKey(privateKey);
    this.#probe = new TwinProbe({ privateKey, self: peerIdOf(identity.publicKey), timing });
  }

  async stop(): Promise<void> {
    const probe = this.#probe;
    this.#probe = null;
    this.#turns.clear();
    await probe?.stop();
  }

  /** Whether this is who asks in the name of a holder of our key: this node itself, or its twin. */
  isProber(peerId: PeerId): boolean {
    return this.#prober?.equals(peerId) === true;
  }

  watch(connection: Connection): void {
    watchProbe(connection, this.#options.timing);
  }

  async receive(stream: Stream, connection: Connection): Promise<void> {
    const { instance, timing } = this.#options;
    if (this.isProber(connection.remotePeer)) await answerProbe(stream, instance(), timing);
    else connection.abort(new Error('a probe of another key'));
  }

  /** A source claims that this node lives at an address: whoever does must prove our key, and not be ourselves. */
  ask(source: string, address: string): void {
    this.#turns.ask(source, address);
  }

  async #ask(address: string): Promise<void> {
    const { instance, onTwin } = this.#options;
    const probe = this.#probe;
    const answered = (await probe?.instanceAt(address)) ?? null;
    if (answered !== null && answered !== instance() && probe === this.#probe) onTwin(address);
  }
}
