import { z } from 'zod';
import { asWritten, inEnglish, type Saying } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../../electron/node/crypto/hash.ts';
import type {
  CellLink,
  JoinDesk,
  ReplicatedLog,
  TakenTexts,
} from '../../electron/node/transport/link/cell-link.ts';
import type { Tips } from '../../electron/node/transport/log/tips.ts';

const MemoryEntry = z.strictObject({
  author: z.string(),
  seq: z.int().min(0),
  prev: z.string(),
  body: z.string(),
});

/** A log that is as simple as can be: a chain of texts per author, in memory, unsigned. */
export class MemoryLog implements ReplicatedLog {
  readonly cell: string;
  readonly author: string;
  /** Called before anything is stored; may throw, as a full disk does. */
  beforeReceive: ((texts: readonly string[]) => void) | undefined;
  /** What each call of `receive` brought. */
  readonly received: string[][] = [];
  /** Why this node is said to have a twin: proved, and only told. */
  readonly twins: string[] = [];
  readonly told: string[] = [];
  /** Set when a peer holds something of ours that we do not. */
  barred = false;
  readonly #chains = new Map<string, { hash: string; text: string }[]>();
  readonly #byHash = new Map<string, { author: string; seq: number }>();
  readonly #waiting = new Map<string, { text: string; prev: string }>();
  readonly #listeners = new Set<() => void>();

  constructor(cell: string, author: string) {
    this.cell = cell;
    this.author = author;
  }

  get size(): number {
    return this.#byHash.size;
  }

  /** Every entry, whoever wrote it, in a fixed order. */
  texts(): string[] {
    return [...this.#chains.values()].flatMap((chain) => chain.map(({ text }) => text)).sort();
  }

  write(...bodies: string[]): void {
    for (const body of bodies) this.#apply(this.next(this.author, body));
    this.#tell();
  }

  /** What an author would write after what is held here; not stored. */
  next(author: string, body: string): string {
    const chain = this.#chains.get(author) ?? [];
    return JSON.stringify({ author, seq: chain.length, prev: chain.at(-1)?.hash ?? '', body });
  }

  tips(): Tips {
    return Object.fromEntries(
      [...this.#chains].map(([author, chain]) => [author, [chain.at(-1)?.hash ?? '']]),
    );
  }

  *missingFrom(tips: Tips, doubted: ReadonlySet<string> = new Set()): Generator<string> {
    for (const [author, chain] of this.#chains) {
      if (tips[author]?.some((hash) => !this.#byHash.has(hash) && !doubted.has(hash))) continue;
      const held = (tips[author] ?? []).map((hash) => this.#byHash.get(hash)?.seq ?? -1);
      for (const { text } of chain.slice(Math.max(-1, ...held) + 1)) yield text;
    }
  }

  async receive(texts: readonly string[]): Promise<TakenTexts> {
    return this.take(texts);
  }

  /** The same at once. */
  take(texts: readonly string[]): TakenTexts {
    this.beforeReceive?.(texts);
    this.received.push([...texts]);
    const refused: { hash: string | null; says: Saying }[] = [];
    const missing: string[] = [];
    let applied = 0;
    for (const text of texts) {
      const entry = this.#parse(text);
      if (entry === null) refused.push({ hash: null, says: asWritten('it is no entry') });
      else if (entry.body === 'refuse me')
        refused.push({ hash: sha256Hex(text), says: asWritten('it asked for it') });
      else if (entry.prev === '' || this.#byHash.has(entry.prev)) applied += this.#apply(text);
      else {
        this.#waiting.set(sha256Hex(text), { text, prev: entry.prev });
        missing.push(entry.prev);
      }
    }
    if (applied > 0) this.#tell();
    const lacking = missing.filter((hash) => !this.#byHash.has(hash));
    return { applied, waiting: lacking.length, missing: lacking, refused };
  }

  onNews(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  peerHolds(_peerDid: string, tips: Tips): void {
    if ((tips[this.author] ?? []).some((hash) => !this.#byHash.has(hash))) this.barred = true;
  }

  twinShown(reason: Saying): void {
    this.twins.push(inEnglish(reason));
  }

  twinTold(_peerDid: string, reason: Saying): void {
    this.told.push(inEnglish(reason));
  }

  #parse(text: string): z.infer<typeof MemoryEntry> | null {
    try {
      return MemoryEntry.safeParse(JSON.parse(text)).data ?? null;
    } catch {
      return null;
    }
  }

  /** Returns how many entries were applied, those that waited for this one among them. */
  #apply(text: string): number {
    const hash = sha256Hex(text);
    const { author, seq } = MemoryEntry.parse(JSON.parse(text));
    if (this.#byHash.has(hash)) return 0;
    const chain = this.#chains.get(author) ?? [];
    this.#chains.set(author, chain);
    chain.push({ hash, text });
    this.#byHash.set(hash, { author, seq });
    let applied = 1;
    for (const [waitingHash, waiting] of this.#waiting) {
      if (waiting.prev !== hash) continue;
      this.#waiting.delete(waitingHash);
      applied += this.#apply(waiting.text);
    }
    return applied;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const closedDesk: JoinDesk = {
  isOpen: () => false,
  answer: () => Promise.reject(new Error('The desk is closed.')),
};

/** A cell as the network sees it, over a log in memory. */
export function memoryCell(log: MemoryLog, joinDesk: JoinDesk = closedDesk): CellLink {
  return { log, joinDesk, discoverySecret: (_did, day) => sha256Hex(`secret of ${log.cell} on day ${day}`) };
}

/** An id that looks like a cell's or an entry's. */
export const someHash = (seed: string): string => sha256Hex(seed);

/** A name that looks like a member's SCID. */
export function someScid(seed: string): string {
  return `Qm${Buffer.from(sha256Hex(seed)).toString('base64url').slice(0, 44)}`;
}
