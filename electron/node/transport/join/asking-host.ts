import type { Libp2p, PeerId } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { createHost } from '../link/create-host.ts';
import { hostKey, peerIdOf } from '../link/peer-key.ts';
import { DEFAULT_TIMING, type TransportTiming } from '../link/timing.ts';
import { askToJoin, type JoinQuestion } from './ask-to-join.ts';

/**
 * Asks at a member's desk under another key than the node's own: one that the node is going to have, while it still meets
 * its peers under the one that it has. It listens nowhere, and begins with the first question.
 */
export class AskingHost {
  readonly #key: SigningKey;
  readonly #timing: TransportTiming;
  #host: Promise<Libp2p> | null = null;
  #asked: PeerId | null = null;
  #isOver = false;

  constructor(key: SigningKey, timing: TransportTiming = DEFAULT_TIMING) {
    this.#key = key;
    this.#timing = timing;
  }

  /** Rejects as `askToJoin` does. */
  async ask(question: JoinQuestion): Promise<unknown> {
    if (this.#isOver) throw new GhostStackError('cancelled', says('error.transport.joiningStopped'));
    this.#asked = peerIdOf(question.inviterKey);
    this.#host ??= this.#start();
    return askToJoin(await this.#host, question, this.#timing);
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await (await this.#host?.catch(() => null))?.stop();
  }

  async #start(): Promise<Libp2p> {
    const isOther = (peerId: PeerId): boolean => this.#asked?.equals(peerId) !== true;
    return createHost({
      privateKey: await hostKey(this.#key),
      listen: [],
      timing: this.#timing,
      gate: {
        denyDialMultiaddr: () => false,
        denyDialPeer: isOther,
        denyOutboundEncryptedConnection: isOther,
        denyInboundConnection: () => true,
      },
    });
  }
}
