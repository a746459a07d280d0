import type { CarryNews, TakenLine, TakenResult } from './carrier.ts';
import { type HashedEnvelope, type JudgedLine, judgeLine, namesKnownKey, parcelOf } from './judge-line.ts';
import { FREE_DISK_MIN_BYTES } from './limits.ts';
import type { Luggage } from './luggage.ts';
import type { ReceiptStatus, WrittenNote } from './note.ts';
import { type AnsweredEnvelope, Receipts } from './receipts.ts';
import { fitsInto, shareOf } from './share.ts';

/** What came of the lines of one frame. */
interface Frame {
  readonly broughtBy: string;
  readonly news: CarryNews[];
  readonly changed: Set<number>;
}

/** What an envelope for this node came to. */
interface Mine extends AnsweredEnvelope {
  readonly answer: TakenLine;
}

/** Takes what members bring: keeps parcels and notes, hands over what is for this node, and answers that. */
export class Taking {
  readonly #luggage: Luggage;
  readonly #receipts: Receipts;
  readonly #news: (news: readonly CarryNews[]) => void;

  constructor(luggage: Luggage, news: (news: readonly CarryNews[]) => void) {
    this.#luggage = luggage;
    this.#receipts = new Receipts(luggage);
    this.#news = news;
  }

  /** One answer for each line, in their order; what it says is on disk. Rejects with what the store throws. */
  async take(lines: readonly Uint8Array[], broughtBy: string): Promise<TakenLine[]> {
    const luggage = this.#luggage;
    const judged = await Promise.all(lines.map((line) => judgeLine(line, luggage)));
    const mine = await this.#receive(judged);
    const frame: Frame = { broughtBy, news: [], changed: new Set() };
    const { store, ends } = luggage.options;
    const answers = store.transaction(() => {
      const taken = new Map<JudgedLine, TakenLine>();
      // Notes first: what they end is not kept.
      for (const line of judged) if (line.kind === 'note') taken.set(line, this.#note(line.note, frame));
      for (const line of judged)
        if (line.kind === 'parcel') taken.set(line, said(this.#parcel(line.envelope, frame)));
      frame.news.push(...this.#receipts.write([...mine.values()], broughtBy));
      return judged.map((line) => answerOf(line) ?? mine.get(line)?.answer ?? taken.get(line) ?? REFUSED);
    });
    ends.changed([...frame.changed]);
    if (frame.news.length > 0) this.#news(frame.news);
    return answers;
  }

  async #receive(judged: readonly JudgedLine[]): Promise<Map<JudgedLine, Mine>> {
    const mine = judged.filter((line) => line.kind === 'mine');
    if (mine.length === 0) return new Map();
    const results = await this.#luggage.options.ends.receive(mine.map(({ line }) => line));
    return new Map(
      mine.map((line, at) => {
        const status = results[at]?.status ?? 'malformed';
        const isFault =
          FAULTS.has(status) &&
          (status !== 'bad-signature' || namesKnownKey(line.envelope.envelope, this.#luggage));
        return [line, { ...line.envelope, status, answer: { result: resultOf(status), isFault } }];
      }),
    );
  }

  #note(written: WrittenNote, { broughtBy, news, changed }: Frame): TakenLine {
    const { notes, parcels, selfDid, options } = this.#luggage;
    const { note, hash } = written;
    if (notes.has(hash)) return said('known');
    if (note.type === 'receipt' && note.to === selfDid) {
      for (const { hash: envelope, status } of note.results) {
        const settled = { hash: envelope, status, recipientDid: note.from, broughtBy };
        for (const number of options.ends.settle(settled)) changed.add(number);
      }
    }
    if (!notes.hasRoom(written)) return said('full');
    for (const dead of notes.insert(written, broughtBy)) {
      const parcel = parcels.headOf(dead.hash);
      if (parcel !== null && notes.deadBy(parcel) !== null) parcels.remove(dead.hash);
    }
    news.push({ hash, toDid: note.to, fromDid: note.from, broughtBy });
    return said('ok');
  }

  #parcel(envelope: HashedEnvelope, { broughtBy, news }: Frame): TakenResult {
    const { parcels, notes, options } = this.#luggage;
    const { hash, text } = envelope;
    const { senderDid, recipientDid } = parcelOf(envelope);
    const { carries, shareMib } = options.choice();
    if (!carries) return 'refused';
    if (parcels.has(hash) || notes.deadBy(parcelOf(envelope)) !== null) return 'known';
    const bytes = Buffer.byteLength(text, 'utf8');
    const ofSender = parcels.ofSender(senderDid);
    const forRecipient = parcels.forRecipient(senderDid, recipientDid);
    if (!fitsInto(shareOf(shareMib), ofSender, forRecipient, bytes)) return 'full';
    if (options.freeBytes() < FREE_DISK_MIN_BYTES) return 'full';
    parcels.insert({ ...envelope, broughtBy, takenAtMs: options.clock() });
    news.push({ hash, toDid: recipientDid, fromDid: senderDid, broughtBy });
    return 'ok';
  }
}

const REFUSED: TakenLine = { result: 'refused', isFault: false };
/** What whoever brought it could have seen. */
const FAULTS: ReadonlySet<string> = new Set(['malformed', 'too-large', 'bad-signature']);

function said(result: TakenResult): TakenLine {
  return { result, isFault: false };
}

function answerOf(line: JudgedLine): TakenLine | null {
  return line.kind === 'answer' ? line.answer : null;
}

/** How the carrier is answered; what its sender must know is in the receipt. */
function resultOf(status: ReceiptStatus): TakenResult {
  if (status === 'stored') return 'ok';
  if (status === 'full') return 'full';
  return LATER.has(status) ? 'later' : 'refused';
}
const LATER: ReadonlySet<string> = new Set(['clock', 'unknown-key']);
