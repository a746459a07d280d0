import type { Stream } from '@libp2p/interface';
import { RULES_VERSION } from '#shared/protocol/closing/bodies.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { decodeEntries } from '../log/log-frames.ts';
import { LogSync, type LogSyncOptions, logLimits } from '../log/log-sync.ts';
import { StoredTexts } from '../log/stored-texts.ts';
import { joinedTips, type Tips, tipsOver, tipsSince, type WireTips } from '../log/tips.ts';
import type { CellLink } from './cell-link.ts';
import type { DaemonEvent } from './daemon-options.ts';
import { FrameStream } from './frame-stream.ts';
import { CELLS_MAX, type CellFrame, HELLO_FRAMES_MAX, type Hello, type SaidCell } from './frames.ts';
import type { PeerConnection } from './peer-connection.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import type { TransportTiming } from './timing.ts';

export interface CellSyncsOptions {
  /** Those that are held, the live one first. */
  readonly links: () => readonly CellLink[];
  readonly nameOf: (did: string) => string;
  readonly onSeen: (did: string) => void;
  readonly observe: (event: DaemonEvent) => void;
  readonly clock: () => number;
  readonly timing: TransportTiming;
}

/** What of a connection concerns all of its cells. */
type Met = Pick<LogSyncOptions, 'did' | 'work' | 'onViolation'> & {
  /** The peer has had the log of the live cell as it was when we met. */
  readonly onFirstPass: () => void;
};

interface Open extends Met {
  readonly peer: PeerConnection;
  /** What each side said that it holds, by cell; of a cell that is still being told, all so far. */
  readonly said: Map<string, Tips>;
  readonly heard: Map<string, Tips>;
  readonly hearing: Map<string, WireTips>;
  /** Frames that said that more of their cell follows, since the last one that did not. */
  unfinished: number;
  readonly syncs: Map<string, LogSync>;
  isStarted: boolean;
}

/** Which cells two nodes have in common, on each of their connections, and the replication of the log of each. */
export class CellSyncs {
  readonly #options: CellSyncsOptions;
  readonly #stored = new StoredTexts();
  /** By libp2p's connection id. */
  readonly #open = new Map<string, Open>();

  constructor(options: CellSyncsOptions) {
    this.#options = options;
  }

  /** What the hello names to a peer; to one that has said its own, those of them that are held here, with what differs. */
  hello(did: string, theirs: Hello | null): SaidCell[] {
    const named = new Map((theirs?.cells ?? []).map((cell) => [cell.cell, cell]));
    return this.#shared(did).flatMap(({ log }) => {
      const known = named.get(log.cell);
      if (theirs !== null && !known) return [];
      return [said(log.cell, tipsSince(tipsOver({}, known?.tips ?? {}), log.tips()))];
    });
  }

  /** A peer said hello on a connection. */
  greeted(peer: PeerConnection, met: Met): void {
    const open: Open = {
      ...{ ...met, peer, said: new Map(), heard: new Map(), hearing: new Map(), syncs: new Map() },
      unfinished: 0,
      isStarted: false,
    };
    this.#open.set(peer.connection.id, open);
    // Whoever dialled said all, the other what differs from it.
    const [first, second] = peer.dialledByUs ? [peer.ours, peer.theirs] : [peer.theirs, peer.ours];
    for (const { cell, tips } of first.cells ?? []) {
      const base = tipsOver({}, tips ?? {});
      (peer.dialledByUs ? open.said : open.heard).set(cell, base);
      const answer = second.cells?.find((other) => other.cell === cell);
      if (answer) (peer.dialledByUs ? open.heard : open.said).set(cell, tipsOver(base, answer.tips ?? {}));
    }
    for (const { log } of this.#shared(met.did)) if (open.heard.has(log.cell)) this.#sync(open, log.cell);
  }

  /** What the peer lacks is sent over this connection from now on. */
  start(connectionId: string): void {
    const open = this.#open.get(connectionId);
    if (!open || open.isStarted) return;
    open.isStarted = true;
    for (const sync of open.syncs.values()) sync.start();
  }

  /** Whether the two have that cell in common. */
  hasInCommon(connectionId: string, cell: string): boolean {
    return this.#open.get(connectionId)?.syncs.has(cell) ?? false;
  }

  /** Other cells are held than before: peers are told of new ones. */
  linksChanged(): void {
    const held = new Set(this.#options.links().map(({ log }) => log.cell));
    for (const open of this.#open.values()) {
      for (const [cell, sync] of open.syncs) {
        if (held.has(cell)) continue;
        sync.stop();
        open.syncs.delete(cell);
      }
      this.look(open.did);
    }
  }

  /** Tells a peer of cells of which it is one of those listed by now. */
  look(did: string): void {
    for (const open of this.#open.values()) {
      if (open.did !== did) continue;
      for (const { log } of this.#shared(did)) {
        if (!open.said.has(log.cell)) this.#tell(open, log.cell);
        if (open.heard.has(log.cell)) this.#sync(open, log.cell);
      }
    }
  }

  /**
   * A peer holds a cell that it did not name before, or answers that it holds one. Throws a ProtocolViolation for one that
   * never ends: what has come of it is kept until it does.
   */
  heard(connectionId: string, { cell, tips = {}, more = false }: CellFrame): void {
    const open = this.#open.get(connectionId);
    if (!open || (open.heard.size + open.hearing.size >= 2 * CELLS_MAX && !open.heard.has(cell))) return;
    open.unfinished = more ? open.unfinished + 1 : 0;
    if (open.unfinished >= HELLO_FRAMES_MAX)
      throw new ProtocolViolation(says('error.violation.cellTooLong', { limit: HELLO_FRAMES_MAX }));
    const told = joinedTips(open.hearing.get(cell) ?? {}, tips);
    open.hearing.set(cell, told);
    if (more) return;
    open.hearing.delete(cell);
    open.heard.set(cell, tipsOver({}, told));
    const known = open.syncs.get(cell);
    if (known) known.peerHeld(tipsOver({}, told));
    else this.look(open.did);
  }

  async receive(stream: Stream, connectionId: string): Promise<void> {
    const open = this.#open.get(connectionId);
    if (open === undefined) return stream.abort(new Error('hello first'));
    const refuse = (error: Error): void => {
      if (error instanceof ProtocolViolation) open.onViolation(error.reason);
    };
    const frames = new FrameStream(stream, logLimits(this.#options.timing), refuse);
    try {
      const first = await frames.read();
      if (first === null) return await frames.close(AbortSignal.timeout(this.#options.timing.closeMs));
      const { cell } = decodeEntries(first).header;
      if (!open.said.has(cell)) throw new ProtocolViolation(says('error.violation.otherCell'));
      await this.#receiving(open, cell)?.receive(frames, first);
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      refuse(reason);
      frames.fail(reason);
    }
  }

  /** Resolves when the peer has taken all that it lacks now. */
  async drain(connectionId: string): Promise<void> {
    await Promise.all(this.#all(connectionId).map((sync) => sync.drain()));
  }

  /** Resolves when no receipts are on their way to the peer. */
  async quiet(connectionId: string): Promise<void> {
    await Promise.all(this.#all(connectionId).map((sync) => sync.quiet()));
  }

  closed(connectionId: string): void {
    for (const sync of this.#all(connectionId)) sync.stop();
    this.#open.delete(connectionId);
  }

  stop(): void {
    for (const id of [...this.#open.keys()]) this.closed(id);
  }

  #all(connectionId: string): LogSync[] {
    return [...(this.#open.get(connectionId)?.syncs.values() ?? [])];
  }

  #shared(did: string): CellLink[] {
    return this.#options
      .links()
      .filter((link) => link.names?.(did) ?? true)
      .slice(0, CELLS_MAX);
  }

  /** One that was told may have begun to send before what it says of the cell has come. */
  #receiving(open: Open, cell: string): LogSync | null {
    if (!open.syncs.has(cell) && this.#shared(open.did).some(({ log }) => log.cell === cell)) {
      open.heard.set(cell, open.heard.get(cell) ?? {});
      this.#sync(open, cell);
    }
    return open.syncs.get(cell) ?? null;
  }

  #tell(open: Open, cell: string): void {
    const link = this.#linkOf(cell);
    if (!link) return;
    const tips = link.log.tips();
    open.said.set(cell, tips);
    void open.peer.tellCell(said(cell, tipsSince({}, tips)));
  }

  #sync(open: Open, cell: string): void {
    const link = this.#linkOf(cell);
    if (!link || open.syncs.has(cell)) return;
    const { nameOf, onSeen, observe, clock, timing, links } = this.#options;
    const { did, work, onViolation, peer } = open;
    const isLive = links()[0] === link;
    const sync = new LogSync({
      ...{ log: link.log, stored: this.#stored, work, did, name: nameOf(did), peer },
      ours: open.said.get(cell) ?? {},
      theirs: open.heard.get(cell) ?? {},
      timing,
      clock,
      observe,
      onSeen: () => onSeen(did),
      onFirstPass: isLive ? open.onFirstPass : () => undefined,
      onViolation: (reason: Saying) => onViolation(reason),
    });
    open.syncs.set(cell, sync);
    if (open.isStarted) sync.start();
  }

  #linkOf(cell: string): CellLink | null {
    return this.#options.links().find(({ log }) => log.cell === cell) ?? null;
  }
}

function said(cell: string, tips: WireTips): SaidCell {
  return { cell, rules: RULES_VERSION, tips };
}
