/** Writes well-formed entries, for tests of the graph and of the rules of closing; without signatures if no pen is given. */

import { type CellRules, DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { type FirstPlace, firstPlace } from '#shared/protocol/closing/first-place.ts';
import type { DidLogText, MemberLogs } from '#shared/protocol/closing/member-logs.ts';
import { Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { EntryGraph, type GraphHooks, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { EntryTexts } from '#shared/protocol/log/entry-texts.ts';
import { seenSince, tipsAhead } from '#shared/protocol/log/exchange.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';

export function hashed(entry: Entry): HashedEntry {
  return { entry, hash: sha256Hex(canonicalize(entry)) };
}

/** An author name as an SCID: `Qm` and the name, padded. */
export function scid(name: string): string {
  return `Qm${name.replaceAll(/[^1-9A-HJ-NP-Za-km-z]/g, 'x').padEnd(44, '1')}`.slice(0, 46);
}

export const KEY = `z6Mk${'1'.repeat(44)}`;
export const DID_LOG = [{ versionId: '1-test' }];

/** DID logs without signatures: a version fits if it is called by its number. */
const longer = new WeakMap<object, WeakMap<object, DidLogText | null>>();
export const UNSIGNED_LOGS: MemberLogs = {
  signingKey: (_, didLog) => String(didLog.at(-1)?.key ?? KEY),
  extended: (_, didLog, versions) => {
    const known = longer.get(didLog)?.get(versions);
    if (known !== undefined) return known;
    const whole = [...didLog, ...versions];
    const fits = whole.every(({ versionId }, at) => String(versionId).startsWith(`${at + 1}-`));
    longer.set(didLog, (longer.get(didLog) ?? new WeakMap()).set(versions, fits ? whole : null));
    return fits ? whole : null;
  },
};

/** Entries of other cells, whoever signed them: what has an entry holds. */
export const UNSIGNED_TEXTS: EntryTexts = {
  read: (text) => {
    try {
      return readUnsigned(JSON.parse(text));
    } catch {
      return null;
    }
  },
  readSigned: (signed) => readUnsigned(signed),
};

function readUnsigned(signed: unknown): HashedEntry | null {
  const parsed = Entry.safeParse((signed as { entry?: unknown }).entry);
  return parsed.success ? hashed(parsed.data) : null;
}

/** As it travels. */
export function textOf({ entry }: Pick<HashedEntry, 'entry'>): string {
  return canonicalize({ entry });
}

/** Rules whose floors let a test do as it likes, except where members or rules change. */
export const LOW_RULES: CellRules = {
  ...DEFAULT_CELL_RULES,
  deadlineMs: 0,
  graceMs: 0,
  quorumMin: 1,
  deadlineMinMs: 0,
};

export function foundEntry(
  author: string,
  rules: CellRules = LOW_RULES,
  { didLog = DID_LOG, key = KEY }: { didLog?: DidLogText; key?: string } = {},
): HashedEntry {
  return hashed({
    v: 1,
    cell: ZERO_HASH,
    author: scid(author),
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at: 0,
    kind: 'found',
    body: {
      name: 'Maple Street',
      alias: author,
      didLog,
      rules,
      nonce: 'nonce-of-sixteen-characters',
    },
    key,
  });
}

/** In whose name entries are written, and what makes an entry of a draft of one. */
export interface Pen {
  readonly scid: string;
  /** Multikey. */
  readonly key: string;
  readonly seal: (entry: Entry) => HashedEntry;
  readonly authorise?: (book: CellBook) => NonNullable<GraphHooks['authorise']>;
  /** Default: `UNSIGNED_LOGS`. */
  readonly logs?: MemberLogs;
  /** Default: `UNSIGNED_TEXTS`. */
  readonly texts?: EntryTexts;
}

/** One node's copy of a cell: what it holds, and the feed that it writes. */
export class FeedWriter {
  readonly author: string;
  readonly graph: EntryGraph;
  readonly book: CellBook;
  head: GraphNode | null = null;
  readonly #cell: string;
  readonly #pen: Pen;

  /** `author`: a name, or the pen of somebody with a real key. */
  constructor(author: string | Pen, cell: HashedEntry) {
    this.#pen = typeof author === 'string' ? { scid: scid(author), key: KEY, seal: hashed } : author;
    this.author = this.#pen.scid;
    this.#cell = cell.hash;
    this.graph = new EntryGraph(cell.hash, {
      authorise: (added, parents) => authorise?.(added, parents) ?? null,
      applied: (node) => this.book.apply(node),
    });
    this.book = new CellBook(this.graph, this.#pen.logs ?? UNSIGNED_LOGS, this.#pen.texts ?? UNSIGNED_TEXTS);
    const authorise = this.#pen.authorise?.(this.book);
    this.receive(cell);
  }

  receive(...entries: HashedEntry[]): void {
    for (const entry of entries) {
      const outcome = this.graph.add(entry);
      if (outcome.kind === 'refused') throw new Error(outcome.reason);
      if (outcome.kind !== 'applied') continue;
      for (const node of outcome.nodes) {
        if (node.entry.author === this.author) this.head = node;
      }
    }
  }

  /** Takes over all that another copy holds. */
  syncFrom(other: FeedWriter): void {
    this.receive(...[...other.graph.nodes()].map(({ hash, entry }) => ({ hash, entry })));
  }

  /** Tips that an entry written now would have in its past. */
  ahead(): ReadonlyMap<string, readonly GraphNode[]> {
    return tipsAhead(this.graph, this.author, this.head);
  }

  /** Writes an entry that has seen everything held here. */
  write(kind: string, body: Record<string, unknown>, at = 0): GraphNode {
    const entry = this.draft(kind, body, at);
    this.receive(entry);
    return this.graph.get(entry.hash) as GraphNode;
  }

  draft(kind: string, body: Record<string, unknown>, at = 0): HashedEntry {
    return this.#pen.seal(this.next(kind, body, at));
  }

  next(kind: string, body: Record<string, unknown>, at = 0): Entry {
    const first = firstPlace(this.book, this.author, this.head, [...this.ahead().values()].flat());
    if (first) return this.#first(first, kind, body, at);
    return {
      v: 1,
      cell: this.#cell,
      author: this.author,
      gen: this.head?.entry.gen ?? 0,
      seq: this.head ? this.head.entry.seq + 1 : 0,
      prev: this.head?.hash ?? ZERO_HASH,
      seen: seenSince(this.graph, this.author, this.head),
      at,
      kind,
      body,
      key: this.#pen.key,
    };
  }

  /** As a machine does that takes the place of a lost one. */
  #first({ prev, gen }: FirstPlace, kind: string, body: Record<string, unknown>, at: number): Entry {
    const seen = seenSince(this.graph, this.author, prev);
    const place = { gen, seq: 0, prev: prev?.hash ?? ZERO_HASH, seen };
    return { v: 1, cell: this.#cell, author: this.author, ...place, at, kind, body, key: this.#pen.key };
  }
}
