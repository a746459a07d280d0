import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import type { Carrier, CarryNews, TakenLine } from '../../../electron/node/messaging/carrying/carrier.ts';
import type { NoteAuthor } from '../../../electron/node/messaging/carrying/note.ts';
import { readNote, writeRecall, writeReceipt } from '../../../electron/node/messaging/carrying/note.ts';
import { readEnvelope } from '../../../electron/node/messaging/envelope.ts';
import type { Random } from '../random.ts';

/** What a carrier may do to the others that is not what it should. */
export type Habit =
  /** Says that it has taken what it throws away. */
  | 'drops'
  /** Has what it took, and gives it to nobody for now. */
  | 'delays'
  /** Gives again whatever it ever had, to everybody, dead or not. */
  | 'resurrects'
  /** Says that it holds what it has only heard of. */
  | 'lies'
  /** Writes notes of its own about other people's mail. */
  | 'forges';

export const HABITS: readonly Habit[] = ['drops', 'delays', 'resurrects', 'lies', 'forges'];

/** A carrier of one of the members that does not keep to what was agreed; what it signs, it signs with its own key. */
export class HostileCarrier implements Carrier {
  readonly #inner: Carrier;
  readonly #habits: ReadonlySet<Habit>;
  readonly #author: NoteAuthor;
  readonly #nowS: () => number;
  readonly #random: Random;
  readonly #forged = new Map<string, Uint8Array>();
  /** Everything that it was ever brought, by hash. */
  readonly #kept: Map<string, Uint8Array>;
  /** The present key of a member, as notes spell it. */
  readonly #keyOf: (did: string) => string;

  constructor(
    inner: Carrier,
    habits: readonly Habit[],
    author: NoteAuthor,
    nowS: () => number,
    random: Random,
    kept: Map<string, Uint8Array>,
    keyOf: (did: string) => string,
  ) {
    this.#keyOf = keyOf;
    this.#inner = inner;
    this.#habits = new Set(habits);
    this.#author = author;
    this.#nowS = nowS;
    this.#random = random;
    this.#kept = kept;
  }

  get carries(): boolean {
    return this.#inner.carries;
  }

  forMember(did: string): string[] {
    const old = this.#does('resurrects') || this.#does('lies') ? [...this.#kept.keys()] : [];
    return [...new Set([...this.#inner.forMember(did), ...old, ...this.#forged.keys()])];
  }

  notesForSelf(): string[] {
    return this.#inner.notesForSelf();
  }

  heldBeside(did: string): string[] {
    const held = this.#inner.heldBeside(did);
    const more = this.#does('resurrects') || this.#does('lies') ? [...this.#kept.keys()] : [];
    return [...new Set([...held, ...more])];
  }

  ownBeside(did: string): string[] {
    return this.#inner.ownBeside(did);
  }

  textFor(did: string, hash: string): Uint8Array | null {
    const forged = this.#forged.get(hash);
    if (forged !== undefined) return forged;
    const old = this.#kept.get(hash);
    if (old !== undefined && this.#does('resurrects')) return old;
    // Its own goes all the same: it is of the cell.
    if (old !== undefined && this.#does('delays') && this.#random.chance(0.8)) return null;
    return this.#inner.textFor(did, hash);
  }

  sorted(hashes: readonly string[]): { notes: string[]; parcels: string[] } {
    return this.#inner.sorted(hashes);
  }

  named(items: readonly string[]): string[] {
    const kept = this.#does('resurrects') ? [...this.#kept.keys()] : [];
    const old = [...kept, ...this.#forged.keys()].filter((hash) =>
      items.some((item) => hash.startsWith(item)),
    );
    return [...new Set([...this.#inner.named(items), ...old])];
  }

  lacking(items: readonly string[], isForSelf: boolean): string[] {
    return this.#inner.lacking(items, isForSelf);
  }

  unanswered(items: readonly string[]): { items: string[]; receipts: string[] } {
    return this.#inner.unanswered(items);
  }

  async take(lines: readonly Uint8Array[], did: string): Promise<TakenLine[]> {
    for (const line of lines) this.#keep(line);
    if (!this.#does('drops')) return this.#inner.take(lines, did);
    const own = lines.filter((line) => this.#isForItself(line));
    if (own.length > 0) await this.#inner.take(own, did);
    return lines.map(() => ({ result: 'ok', isFault: false }));
  }

  pushing(did: string, hashes: readonly string[]): void {
    this.#inner.pushing(did, hashes);
  }

  given(did: string, hashes: readonly string[]): void {
    this.#inner.given(did, hashes);
  }

  onNews(listener: (news: readonly CarryNews[]) => void): () => void {
    return this.#inner.onNews(listener);
  }

  #does(habit: Habit): boolean {
    return this.#habits.has(habit);
  }

  #keep(line: Uint8Array): void {
    const bytes = Uint8Array.from(line);
    this.#kept.set(sha256Hex(bytes), bytes);
    const read = readEnvelope(bytes);
    if (read.ok && this.#does('forges')) this.#forge(read.value, sha256Hex(bytes));
  }

  /** As if it were its recipient, or its sender: whatever it can sign. */
  #forge(envelope: { sender_did: string; recipient_did: string; expires_at: number }, hash: string): void {
    const nowS = this.#nowS();
    const { did } = this.#author;
    const until = Math.min(envelope.expires_at, nowS + 30 * 24 * 3600);
    const notes = [envelope.sender_did, envelope.recipient_did]
      .filter((to) => to !== did)
      .flatMap((to) => [
        writeReceipt(this.#author, to, nowS, [{ hash, status: 'stored', until }]),
        writeRecall(this.#author, to, nowS, [{ hash, until }]),
      ]);
    for (const { text } of notes) {
      const bytes = Buffer.from(text, 'utf8');
      this.#forged.set(sha256Hex(bytes), bytes);
    }
    // And in somebody else's name, with its own key and with that one's: nobody may heed it.
    if (envelope.recipient_did === did) return;
    const named = { ...this.#author, did: envelope.recipient_did };
    const { note, text } = writeReceipt(named, envelope.sender_did, nowS, [
      { hash, status: 'stored', until },
    ]);
    const theirs = this.#keyOf(envelope.recipient_did);
    for (const one of [text, canonicalize({ ...note, key: theirs })]) {
      const bytes = Buffer.from(one, 'utf8');
      this.#forged.set(sha256Hex(bytes), bytes);
    }
  }

  #isForItself(line: Uint8Array): boolean {
    const { did } = this.#author;
    const read = readEnvelope(line);
    if (read.ok) return read.value.recipient_did === did;
    return readNote(JSON.parse(Buffer.from(line).toString('utf8')))?.note.to === did;
  }
}
