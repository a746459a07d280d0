import type { Notification } from 'electron';
import type { Message, Thread } from '#shared/contract/domain/message.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Look } from '../window/look.ts';
import { type Grouped, groupNotices, replaces } from './group-notices.ts';
import type { Unread } from './matters.ts';
import { type Sifted, sift } from './sift.ts';
import type { ToldMemory } from './told-file.ts';

export interface NoticeCenterOptions {
  readonly Notification: typeof Notification;
  readonly look: () => Look;
  readonly open: (hash: string) => void;
  /** Whether the server of notifications answers; see server-answers.ts. */
  readonly answers: () => Promise<boolean>;
  readonly memory: ToldMemory;
  readonly titled?: (title: string) => string;
  readonly nowMs?: () => number;
  /** How long more is waited for that belongs to the same notice. */
  readonly gatherMs?: number;
}

const GATHER_MS = 1_500;
/** Quiet hours end and peers stay away without a word from the node. */
const TICK_MS = 30_000;
/** Ticks that are this far apart have a sleep of the computer between them. */
const SLEPT_MS = 5 * 60_000;

interface Shown {
  readonly keys: ReadonlySet<string>;
  /** A notification that nobody holds may be collected before it is clicked. */
  readonly notification: Notification;
}

/** Tells the operator what happens while nobody looks; a click opens it. Decides nothing itself: see sift.ts. */
export class NoticeCenter {
  readonly #options: NoticeCenterOptions;
  #state: Snapshot | null = null;
  readonly #shown = new Map<string, Shown>();
  readonly #tick: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | null = null;
  /** Null until it is known what holds already at the very first start. */
  #told: Set<string> | null;
  #unread: Unread[];
  #aroundSinceMs: number | null = null;
  #tickedAtMs: number;

  constructor(options: NoticeCenterOptions) {
    this.#options = options;
    const remembered = options.memory.read();
    this.#told = remembered ? new Set(remembered.told) : null;
    this.#unread = (remembered?.held ?? []).map((message) => ({ ...message, text: null }));
    this.#tickedAtMs = this.#nowMs();
    this.#tick = setInterval(() => this.#ticked(), TICK_MS);
    this.#tick.unref();
  }

  /** Messages that are new or changed: the state itself only counts them. To be told before the state that does. */
  heard(messages: readonly Message[]): void {
    for (const { id, number, thread, senderDid, text, direction, file } of messages) {
      if (direction !== 'in' || this.#unread.some((one) => one.id === id)) continue;
      const fileName = file && (file.extension === '' ? file.stem : `${file.stem}.${file.extension}`);
      this.#unread.push({ id, number, thread, senderDid, text, ...(fileName ? { fileName } : {}) });
    }
  }

  changed(state: Snapshot): void {
    const before = this.#state;
    this.#state = state;
    const isAround = state.phase === 'running' && state.online && state.network;
    this.#aroundSinceMs = isAround ? (this.#aroundSinceMs ?? this.#nowMs()) : null;
    // Only threads that are newer than a message know whether it was read.
    if (state.phase === 'running' && state.threads !== before?.threads) this.#dropRead(state.threads);
    this.#consider(state);
  }

  /** Looks again at what is to be told, as after a while. */
  lookAgain(): void {
    if (this.#state) this.#consider(this.#state);
  }

  /** Takes away what is on the screen, too. */
  stop(): void {
    clearInterval(this.#tick);
    if (this.#gathering) clearTimeout(this.#gathering);
    for (const group of [...this.#shown.keys()]) this.#close(group);
  }

  #nowMs(): number {
    return (this.#options.nowMs ?? Date.now)();
  }

  #ticked(): void {
    const nowMs = this.#nowMs();
    if (nowMs - this.#tickedAtMs > SLEPT_MS && this.#aroundSinceMs !== null) this.#aroundSinceMs = nowMs;
    this.#tickedAtMs = nowMs;
    this.lookAgain();
  }

  #dropRead(threads: readonly Thread[]): void {
    const unread = new Set(threads.filter((one) => one.unread > 0).map(({ id }) => id));
    const read = this.#unread.filter(({ thread }) => !unread.has(thread));
    this.#unread = this.#unread.filter(({ thread }) => unread.has(thread));
    for (const { id } of read) this.#told?.delete(`message:${id}`);
  }

  #sift(state: Snapshot): Sifted {
    const around = { nowMs: this.#nowMs(), aroundSinceMs: this.#aroundSinceMs, unread: this.#unread };
    return sift({ state, around, told: this.#told ?? new Set(), look: this.#options.look() });
  }

  #consider(state: Snapshot): void {
    const sifted = this.#sift(state);
    if (this.#told === null) {
      // At the very first start all that holds already is old news.
      if (state.phase !== 'running') return;
      this.#told = new Set(sifted.present.map(({ key }) => key));
      this.#remember();
      return;
    }
    for (const key of sifted.over) this.#told.delete(key);
    for (const key of sifted.settled) this.#told.add(key);
    const present = new Set(sifted.present.map(({ key }) => key));
    for (const [group, { keys }] of this.#shown) {
      if (![...keys].some((key) => present.has(key))) this.#close(group);
    }
    this.#remember();
    if (sifted.tell.length > 0) {
      this.#gathering ??= setTimeout(() => void this.#tell(), this.#options.gatherMs ?? GATHER_MS);
    }
  }

  async #tell(): Promise<void> {
    const { Notification: Kind, answers } = this.#options;
    const canShow = Kind.isSupported() && (await answers());
    this.#gathering = null;
    const state = this.#state;
    if (!state || !this.#told) return;
    const sifted = this.#sift(state);
    const shown = new Map([...this.#shown].map(([group, { keys }]) => [group, keys]));
    const notices = canShow ? groupNotices(sifted, shown, state, this.#nowMs()) : [];
    // Told even where nothing can show it: what has piled up meanwhile would be no news later.
    for (const { key } of sifted.tell) this.#told.add(key);
    this.#remember();
    for (const notice of notices) this.#show(notice);
  }

  #show({ group, title, body, hash, keys }: Grouped): void {
    for (const older of this.#shown.keys()) if (replaces(group, older)) this.#close(older);
    const { Notification: Kind, titled = (one) => one } = this.#options;
    const notification = new Kind({ title: titled(title), body });
    this.#shown.set(group, { keys, notification });
    const gone = () => {
      if (this.#shown.get(group)?.notification === notification) this.#shown.delete(group);
    };
    notification.on('click', () => {
      gone();
      // Not every server takes away what was clicked.
      notification.close();
      this.#options.open(hash);
    });
    notification.on('close', gone);
    notification.on('failed', gone);
    notification.show();
  }

  #close(group: string): void {
    const shown = this.#shown.get(group);
    this.#shown.delete(group);
    shown?.notification.close();
  }

  #remember(): void {
    if (!this.#told) return;
    const told = this.#told;
    const held = this.#unread
      .filter(({ id }) => !told.has(`message:${id}`))
      .map(({ id, number, thread, senderDid }) => ({ id, number, thread, senderDid }));
    this.#options.memory.write({ told: [...told], held });
  }
}
