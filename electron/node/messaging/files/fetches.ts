import { type GhostStackError, toFailure } from '#shared/contract/errors.ts';
import { decodeBase64url } from '../../crypto/base64url.ts';
import { storeCondition } from '../../store/classify-error.ts';
import type { Clock } from '../random.ts';
import { fileKey, openChunk } from './chunks.ts';
import { requireRoom } from './fetch-room.ts';
import type { FetchEnd, FetchTable, OfferedMessage, WantedMessage } from './fetch-table.ts';
import { STALE_MS, TRANSFERS_MAX } from './file-limits.ts';
import type { FileSource } from './file-source.ts';
import { IncomingFile, removeIncoming, sweepIncoming } from './incoming-file.ts';

export interface FetchesOptions {
  readonly table: FetchTable;
  /** Where what comes is kept. */
  readonly folder: string;
  readonly source: FileSource;
  readonly freeBytes: () => number;
  readonly clock: Clock;
  /** It is shown differently now: only how far it has come, or more than that. */
  readonly changed: (message: number, isProgress: boolean) => void;
  /** What a disk does not take. */
  readonly problem: (error: GhostStackError) => void;
}

export interface Fetching {
  readonly stage: 'fetching' | 'checking';
  readonly doneBytes: number;
}

interface Running {
  readonly message: number;
  readonly did: string;
  readonly root: string;
  readonly stop: AbortController;
  /** How often anybody had connected when it began. */
  readonly connections: number;
  shown: Fetching;
  ended: Promise<void>;
}

/** A peer that is busy, or did not answer, is asked again after so long, if nothing else happens before. */
const AGAIN_MS = 5_000;
/** How often it is written down how far a fetch has come. */
const NOTE_MS = 5_000;

/** Fetches large files that others offer, when somebody has asked for them: one from each peer at a time, a few in all. */
export class Fetches {
  readonly #options: FetchesOptions;
  readonly #running = new Map<number, Running>();
  /** Of chunks, by root, of what is not whole. */
  readonly #hashes = new Map<string, Uint8Array>();
  /** Until when a message is not tried again. */
  readonly #notBeforeMs = new Map<number, number>();
  /** So many times somebody has connected. */
  #connections = 0;
  #timer: NodeJS.Timeout | null = null;
  #stopped = true;

  constructor(options: FetchesOptions) {
    this.#options = options;
  }

  /** Goes on with what was asked for before. */
  start(): void {
    this.#stopped = false;
    this.go();
  }

  /** What is under way goes on at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  fetching(message: number): Fetching | null {
    return this.#running.get(message)?.shown ?? null;
  }

  /**
   * Asks for the file of a message: it comes when its sender is there. Asking twice is no error.
   * @throws {GhostStackError} `not-found`; `store-full` if there is not enough room
   */
  fetch(offered: OfferedMessage): void {
    const { table, clock, freeBytes, folder } = this.#options;
    const before = table.fetchOf(offered.message);
    if (before?.state === 'whole') return;
    if (before?.state !== 'waiting') {
      // What is here already, of one that ended on a full disk, has its room.
      requireRoom(offered.file.bytes - (before?.doneBytes ?? 0), freeBytes(), folder);
      table.want(offered.message, clock());
    }
    this.#notBeforeMs.delete(offered.message);
    this.#options.changed(offered.message, false);
    this.go();
  }

  /** Wants it no more: what has come of it goes, too. */
  async cancel({ message, file }: OfferedMessage): Promise<void> {
    if ('root' in file.way) await this.#end(message, file.way.root, 'cancelled');
  }

  /** Somebody is there: what waits for anybody is tried now. */
  connected(): void {
    this.#connections += 1;
    this.#notBeforeMs.clear();
    this.go();
  }

  /** Starts what can be fetched now: somebody connected, or a place is free. */
  go(): void {
    if (this.#stopped) return;
    const nowMs = performance.now();
    for (const wanted of this.#options.table.wanted()) {
      if (this.#running.size >= TRANSFERS_MAX) break;
      if (wanted.state === 'waiting' && this.#mayStart(wanted, nowMs)) this.#start(wanted);
    }
    this.#again();
  }

  /** Ends what is over by its time, and removes what belongs to messages that are not here any more. */
  async look(): Promise<void> {
    const { table, clock, folder } = this.#options;
    const nowMs = clock();
    for (const { message, state, file, expiresAtMs, byteAtMs } of table.wanted()) {
      if (state !== 'waiting' || !('root' in file.way)) continue;
      if (expiresAtMs <= nowMs) await this.#end(message, file.way.root, 'expired');
      else if (byteAtMs + STALE_MS <= nowMs) await this.#end(message, file.way.root, 'stale');
    }
    const kept = table
      .wanted()
      .filter(({ state, code, byteAtMs }) => {
        return state !== 'ended' || (code === 'no-room' && byteAtMs + STALE_MS > nowMs);
      })
      .flatMap(({ file: { way } }) => ('root' in way ? [way.root] : []));
    const running = [...this.#running.values()].map(({ root }) => root);
    await sweepIncoming(folder, new Set([...kept, ...running]));
  }

  #mayStart({ message, senderDid, file }: WantedMessage, nowMs: number): boolean {
    const running = [...this.#running.values()];
    const root = 'root' in file.way ? file.way.root : null;
    return (
      root !== null &&
      (this.#notBeforeMs.get(message) ?? 0) <= nowMs &&
      !running.some((one) => one.did === senderDid || one.root === root) &&
      this.#options.source.isOnline(senderDid)
    );
  }

  #start(wanted: WantedMessage): void {
    const { message, senderDid: did, file, doneBytes } = wanted;
    if (!('root' in file.way)) return;
    const running: Running = {
      message,
      did,
      root: file.way.root,
      stop: new AbortController(),
      connections: this.#connections,
      shown: { stage: 'fetching', doneBytes },
      ended: Promise.resolve(),
    };
    this.#running.set(message, running);
    running.ended = this.#run(running, wanted, decodeBase64url(file.way.key)).then((end) =>
      this.#over(running, end),
    );
    this.#options.changed(message, false);
  }

  /** What it came to; null to be tried again. Never rejects. */
  async #run(running: Running, { file }: WantedMessage, key: Uint8Array): Promise<'whole' | FetchEnd | null> {
    const { folder, source, table, changed, clock } = this.#options;
    const { message, root, did, stop } = running;
    let incoming: IncomingFile | null = null;
    try {
      incoming = await IncomingFile.open(folder, root, file.bytes);
      const { map } = incoming;
      const into = incoming;
      const opening = fileKey(key);
      const show = (stage: Fetching['stage'], doneBytes: number): void => {
        const isProgress = running.shown.stage === stage;
        running.shown = { stage, doneBytes };
        changed(message, isProgress);
      };
      show('fetching', into.doneBytes);
      let notedAtMs = performance.now();
      const hashes = this.#hashes.get(root) ?? null;
      const keepHashes = (came: Uint8Array): void => void this.#hashes.set(root, came);
      const take = async (index: number, sealed: Uint8Array): Promise<void> => {
        await into.take(index, openChunk(opening, index, sealed));
        into.keepSoon();
        show('fetching', into.doneBytes);
        if (performance.now() - notedAtMs < NOTE_MS) return;
        notedAtMs = performance.now();
        table.came(message, into.doneBytes, clock());
      };
      const end = map.isWhole
        ? 'whole'
        : await source.fetchFile(
            did,
            { root, bytes: file.bytes, map, hashes, keepHashes, take },
            stop.signal,
          );
      if (end !== 'whole') return end === 'busy' ? null : end;
      const isWhole = await into.isWhole(file.sha256, stop.signal, (bytes) => show('checking', bytes));
      return isWhole ? 'whole' : 'damaged';
    } catch (error) {
      return this.#failed(error);
    } finally {
      await this.#close(running, incoming);
    }
  }

  async #close({ message, shown }: Running, incoming: IncomingFile | null): Promise<void> {
    if (incoming === null) return;
    const { table, clock, problem } = this.#options;
    try {
      await incoming.close();
      if (shown.stage === 'fetching' && incoming.came) table.came(message, incoming.doneBytes, clock());
    } catch (error) {
      const condition = storeCondition(error);
      if (condition) problem(condition);
    }
  }

  #failed(error: unknown): FetchEnd | null {
    const condition = storeCondition(error);
    if (condition?.code === 'store-full') return 'no-room';
    if (condition) this.#options.problem(condition);
    // Sealed otherwise than the message says, or not what its hash names.
    return toFailure(error).code === 'malformed' ? 'damaged' : null;
  }

  async #over(running: Running, end: 'whole' | FetchEnd | null): Promise<void> {
    this.#running.delete(running.message);
    try {
      await this.#settle(running, end);
    } catch (error) {
      const condition = storeCondition(error);
      if (condition === null) throw error;
      // Where there is no room to write down that it ended it has not: it goes on once there is.
      this.#notBeforeMs.set(running.message, performance.now() + AGAIN_MS);
      this.#options.problem(condition);
    } finally {
      this.go();
    }
  }

  async #settle(
    { message, root, stop, connections }: Running,
    end: 'whole' | FetchEnd | null,
  ): Promise<void> {
    const { table, changed } = this.#options;
    if (end === null || (stop.signal.aborted && end !== 'whole')) {
      // What was cut may end only after its peer has connected again.
      if (connections === this.#connections) this.#notBeforeMs.set(message, performance.now() + AGAIN_MS);
    } else if (table.fetchOf(message)?.state === 'waiting') {
      table.settle(message, end === 'whole' ? 'whole' : 'ended', end === 'whole' ? null : end);
      this.#hashes.delete(root);
      // Where the disk is full what came is kept: there may be room later.
      if (end !== 'whole' && end !== 'no-room') await removeIncoming(this.#options.folder, root);
    }
    changed(message, false);
  }

  async #end(message: number, root: string, code: FetchEnd): Promise<void> {
    const { table, folder, changed } = this.#options;
    table.settle(message, 'ended', code);
    const running = this.#running.get(message);
    running?.stop.abort();
    await running?.ended;
    this.#hashes.delete(root);
    await removeIncoming(folder, root);
    table.came(message, 0, 0);
    changed(message, false);
  }

  /** What waits for a busy peer, or for one that did not answer, is looked at again. */
  #again(): void {
    if (this.#timer !== null || this.#stopped || this.#notBeforeMs.size === 0) return;
    const nowMs = performance.now();
    for (const [message, atMs] of this.#notBeforeMs) if (atMs <= nowMs) this.#notBeforeMs.delete(message);
    const next = Math.min(...this.#notBeforeMs.values());
    if (!Number.isFinite(next)) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.go();
      },
      Math.max(10, next - nowMs),
    );
    this.#timer.unref();
  }
}
