import type { Entry } from './entry.ts';

/** Fields that are asked for whenever decisions are counted or listed; what people read is fetched. */
const KEPT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  draft: ['number', 'title'],
  revise: ['title'],
  vote: ['ballot', 'choice'],
};

/** Anybody can sign anything: what is longer than any title is fetched, too. */
const KEPT_MAX = 256;

type Small = string | number;

/** Which fields a body has: those that are kept, and the others. Most bodies of one kind are alike. */
interface Shape {
  readonly kept: readonly string[];
  readonly others: readonly string[];
}

interface KeptBody {
  readonly shape: Shape;
  readonly values: readonly Small[];
}

/** As it is stored. */
export type KeptRow = readonly [
  row: number,
  kept: readonly string[],
  others: readonly string[],
  ...values: Small[],
];

/** Of the bodies of some kinds, what is short and asked for often; the rest is fetched when it is read. */
export class KeptBodies {
  readonly #bodies = new Map<number, KeptBody>();
  readonly #shapes = new Map<string, Shape>();
  /** Many votes name one ballot. */
  readonly #texts = new Map<string, string>();

  keep(row: number, { kind, body }: Pick<Entry, 'kind' | 'body'>): void {
    const wanted = Object.hasOwn(KEPT_FIELDS, kind) ? (KEPT_FIELDS[kind] ?? []) : [];
    const kept = wanted.filter((name) => Object.hasOwn(body, name) && isSmall(body[name]));
    if (kept.length === 0) return;
    const others = Object.keys(body).filter((name) => !kept.includes(name));
    this.#put(
      row,
      kept,
      others,
      kept.map((name) => body[name] as Small),
    );
  }

  /** The body of a row with all of its fields, of which `fetch` is asked for those that are not here; null if none is. */
  body(row: number, fetch: () => Entry['body']): Entry['body'] | null {
    const found = this.#bodies.get(row);
    if (!found) return null;
    const { shape, values } = found;
    const body: Entry['body'] = {};
    shape.kept.forEach((name, at) => {
      body[name] = values[at];
    });
    for (const name of shape.others)
      Object.defineProperty(body, name, { enumerable: true, configurable: true, get: () => fetch()[name] });
    return body;
  }

  /** What is kept of these rows, to be stored. */
  *stored(from: number, to: number): Generator<KeptRow> {
    for (let row = from; row < to; row += 1) {
      const found = this.#bodies.get(row);
      if (found) yield [row, found.shape.kept, found.shape.others, ...found.values];
    }
  }

  load([row, kept, others, ...values]: KeptRow): void {
    this.#put(row, kept, others, values);
  }

  #put(row: number, kept: readonly string[], others: readonly string[], values: readonly Small[]): void {
    const key = JSON.stringify([kept, others]);
    const shape = this.#shapes.get(key) ?? { kept, others };
    this.#shapes.set(key, shape);
    const shared = values.map((value) => (typeof value === 'string' ? this.#shared(value) : value));
    this.#bodies.set(row, { shape, values: shared });
  }

  /** Hashes and choices come again and again, titles do not. */
  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

function isSmall(value: unknown): value is Small {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= KEPT_MAX);
}
