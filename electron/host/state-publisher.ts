import { randomUUID } from 'node:crypto';
import { saysNews } from '#shared/contract/apply-push.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import type { Push, Slices, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { isPatchEmpty, rowsPatch } from '#shared/contract/rows-patch.ts';
import type { ChangedMessage } from '../node/root/node-change.ts';

export interface PublisherOptions {
  /** Reads a slice of state afresh. */
  readonly read: { readonly [K in keyof Slices]: () => Slices[K] };
  readonly send: (push: Push) => void;
  readonly nowMs: () => number;
  /** Told when a slice cannot be read; it then stays as it was. Without it, that is thrown. */
  readonly failed?: (name: keyof Slices, error: unknown) => void;
}

/** Changes within this time travel in one push: at most 20 pushes a second. */
const COALESCE_MS = 50;
/** Reading state takes at most this part of the node's time, however much of it there is. */
const READING_SHARE = 1 / 5;
/** A listener that has heard nothing for longer than this knows that something is wrong. */
const HEARTBEAT_MS = 4_000;

/** Worked out of the whole history: not before somebody shows it, and then for as long as this process lasts. */
const COSTLY: ReadonlySet<keyof Slices> = new Set(['proposals', 'proposalCounts', 'trust']);

/**
 * Turns "slice X may have changed" into numbered pushes. A slice that reads the same as when it was last sent is
 * not sent again, so that callers may mark generously; of the proposals only the rows that changed are.
 */
export class StatePublisher {
  readonly #options: PublisherOptions;
  readonly #instance: string = randomUUID();
  #version = 0;
  readonly #sent = new Map<keyof Slices, string>();
  /** The rows that were sent last; null before any were, and where a snapshot has told others since. */
  #sentProposals: Slices['proposals'] | null = null;
  readonly #dirty = new Set<keyof Slices>();
  #messages = new Map<number, () => Message | null>();
  #timer: NodeJS.Timeout | null = null;
  /** How long to wait for further changes; longer after a push that took long to make. */
  #waitMs = COALESCE_MS;
  readonly #heartbeat: NodeJS.Timeout;
  #stopped = false;
  /** Somebody has asked for all of it, and so can go on from there. */
  #isShown = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#send({}, []), HEARTBEAT_MS);
  }

  snapshot(): Snapshot {
    const slices = Object.fromEntries(
      this.#names().map((name) => [name, this.#read(name)]),
    ) as unknown as Slices;
    if (!this.#isShown) for (const name of COSTLY) this.#dirty.delete(name);
    this.#isShown = true;
    // What it tells and was not pushed yet is no list that a change of rows can begin from.
    if (!isSameList(this.#sentProposals, slices.proposals)) this.#sentProposals = null;
    return { ...slices, instance: this.#instance, version: this.#version, atMs: this.#options.nowMs() };
  }

  mark(...names: readonly (keyof Slices)[]): void {
    for (const name of names) this.#dirty.add(name);
    this.#schedule();
  }

  markAll(): void {
    this.mark(...this.#names());
  }

  /** Read when it is pushed. */
  message({ number, read }: ChangedMessage): void {
    this.#messages.set(number, read);
    this.#schedule();
  }

  /** Sends what is still due, and nothing after that. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    if (this.#timer) clearTimeout(this.#timer);
    this.#flush();
  }

  #read(name: keyof Slices): unknown {
    const { read, failed } = this.#options;
    try {
      return read[name]();
    } catch (error) {
      if (!failed) throw error;
      failed(name, error);
      if (name === 'proposals') return this.#sentProposals ?? INITIAL_SLICES.proposals;
      const before = this.#sent.get(name);
      return before === undefined ? INITIAL_SLICES[name] : JSON.parse(before);
    }
  }

  #names(): (keyof Slices)[] {
    return Object.keys(this.#options.read) as (keyof Slices)[];
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => this.#flush(), this.#waitMs);
  }

  #flush(): void {
    this.#timer = null;
    const startedMs = performance.now();
    const changes: Record<string, unknown> = {};
    let rows: Push['rows'];
    for (const name of this.#dirty) {
      if (!this.#isShown && COSTLY.has(name)) continue;
      this.#dirty.delete(name);
      const value = this.#read(name);
      if (name === 'proposals') {
        const proposals = value as Slices['proposals'];
        const patch = this.#sentProposals && rowsPatch(this.#sentProposals, proposals);
        this.#sentProposals = proposals;
        if (!patch) changes[name] = proposals;
        else if (!isPatchEmpty(patch)) rows = { proposals: patch };
        continue;
      }
      const text = JSON.stringify(value);
      if (this.#sent.get(name) === text) continue;
      this.#sent.set(name, text);
      changes[name] = value;
    }
    const messages = [...this.#messages.values()].flatMap((read) => read() ?? []);
    this.#messages = new Map();
    if (saysNews({ changes, rows }) || messages.length > 0) this.#send(changes, messages, rows);
    const tookMs = performance.now() - startedMs;
    this.#waitMs = Math.max(COALESCE_MS, tookMs / READING_SHARE - tookMs);
  }

  #send(changes: Push['changes'], messages: Message[], rows?: Push['rows']): void {
    this.#version += 1;
    this.#options.send({
      instance: this.#instance,
      version: this.#version,
      atMs: this.#options.nowMs(),
      changes,
      ...(rows ? { rows } : {}),
      ...(messages.length > 0 ? { messages } : {}),
    });
  }
}

function isSameList(one: Slices['proposals'] | null, other: Slices['proposals'] | undefined): boolean {
  return one !== null && one.length === other?.length && one.every((row, at) => row === other[at]);
}
