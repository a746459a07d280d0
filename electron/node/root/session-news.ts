import type { Peer } from '#shared/contract/domain/peer.ts';
import type { DeliveryEvent } from '../messaging/delivery-loop.ts';
import { addressesKey } from '../messaging/peer-registry.ts';
import { storeCondition } from '../store/classify-error.ts';
import type { DaemonEvent } from '../transport/link/libp2p-daemon.ts';
import type { ChangedMessage } from './node-change.ts';
import type { NodeSessionOptions } from './node-session-options.ts';
import { PeerLife } from './peer-life.ts';
import { SessionPasses } from './session-passes.ts';

/** What happens in a session, and who is told: the windows, the agent, the journal of passes, the peers' registry. */
export class SessionNews {
  readonly life: PeerLife;
  readonly passes: SessionPasses;
  readonly #options: NodeSessionOptions;
  readonly #sending = new Map<string, Peer['sending']>();
  /** What we end ourselves is nobody's going. */
  isGoing = false;
  isOver = false;

  constructor(options: NodeSessionOptions) {
    this.#options = options;
    const { peers, life, peerAwayAfterMs, clock } = options;
    this.life = new PeerLife({ peers, felt: life, awayAfterMs: peerAwayAfterMs });
    this.passes = new SessionPasses({
      clock,
      passed: (pass) => this.remembered(() => options.passed(pass)),
    });
  }

  /** What is being sent to a peer now. */
  sendingTo(did: string): Peer['sending'] {
    return this.#sending.get(did) ?? null;
  }

  messageChanged(message: ChangedMessage): void {
    this.#options.changed({ slices: ['threads', 'queue', 'peers'], message });
  }

  /** @param addressesOf under which a peer is known to be reachable */
  daemonDid(event: DaemonEvent, addressesOf: (did: string) => readonly string[]): void {
    // What a connection still had to say when it was closed; the store may be closed too.
    if (this.isOver) return;
    const { peers, settings, changed, clock } = this.#options;
    if (event.type === 'listening') changed({ slices: ['me'] });
    if (event.type === 'tips') this.#options.heard(event.cell, event.did, event.tips, event.atMs);
    if (event.type === 'log-pass') this.#logPass(event);
    if (event.type === 'connected' || event.type === 'disconnected') {
      this.remembered(() => {
        peers.sawPeer(event.did, clock());
        if (event.type === 'connected') settings.set(addressesKey(event.did), addressesOf(event.did));
      });
      this.#options.events.peer(event.type === 'connected' ? 'peer.connected' : 'peer.lost', event.did);
      if (event.type === 'connected') this.life.connected(event.did);
      else this.life.disconnected(event.did, this.isGoing);
      const { cell, kept } = this.#options;
      if (event.type === 'connected')
        for (const one of [...(cell ? [cell] : []), ...kept()])
          one.heardClock(event.did, clock() + event.clockAheadMs);
    }
    changed({ slices: ['peers', 'network'] });
  }

  delivered(event: DeliveryEvent): void {
    if (event.type === 'transfer') this.#sending.set(event.did, event.sending);
    else if (event.type === 'pass') this.passes.messagesWent(event.did, event.delivered, event.atMs);
    else if (event.type === 'problem') this.#options.problem(event.error);
    else if (event.event.type === 'delivered') this.life.tell('message-delivered', event.did);
    else if (event.event.type === 'refused') this.life.tell('message-failed', event.did);
    this.#options.changed({ slices: ['peers', 'queue', 'threads'] });
  }

  /** What a full disk does not take is forgotten; that a peer is there is news all the same. */
  remembered(write: () => void): void {
    try {
      write();
    } catch (error) {
      const problem = storeCondition(error);
      if (!problem) throw error;
      this.#options.problem(problem);
    }
  }

  /** What comes from others and cannot be stored: they keep it, and our operator is told why it does not arrive. */
  async stored<T>(store: () => Promise<T>): Promise<T> {
    try {
      return await store();
    } catch (error) {
      const problem = storeCondition(error);
      if (problem) this.#options.problem(problem);
      throw error;
    }
  }

  #logPass(pass: DaemonEvent & { type: 'log-pass' }): void {
    const { did, in: receiptsIn, out: receiptsOut, failure } = pass;
    if (this.isGoing && failure !== null && receiptsIn + receiptsOut === 0) return;
    this.passes.receipts(did, { receiptsIn, receiptsOut }, this.isGoing ? null : failure);
  }
}
