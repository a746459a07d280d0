/** A home whose cell has a long history: real receipts of mixed kinds by several members, as they would have come. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { ENTRY_DOMAIN, type Entry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { openBody } from '../../electron/node/cell/deciding/open-ballot.ts';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../electron/node/crypto/multikey.ts';
import { signJson } from '../../electron/node/crypto/signed-json.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { readKeyFile } from '../../electron/node/identity/key-file.ts';
import { unlockKeyStore } from '../../electron/node/identity/key-store.ts';
import { type MemberIdentity, readMemberIdentity } from '../../electron/node/identity/member-identity.ts';
import { entryTexts } from '../../electron/node/log/entry-texts.ts';
import { memberLogs } from '../../electron/node/log/member-logs.ts';
import { hashEntry } from '../../electron/node/log/signed-entry.ts';
import { Random } from '../simulation/random.ts';
import { memberDidLog } from './cell/member-did-log.ts';

/** Receipts by which five members decide one proposal. */
const DECISION_PER = 100;
const NEWCOMERS = ['bob', 'carol', 'dave', 'erin'];
const MINUTE_MS = 60_000;

export interface Writer {
  readonly name: string;
  readonly scid: string;
  readonly key: SigningKey;
  readonly multikey: string;
  readonly didLog: readonly unknown[];
}

type Insert = (entry: Entry, hash: string, text: string) => void;

/** All members hold all that is written: one copy of the log stands for each of theirs. */
export class Chronicle {
  readonly graph: EntryGraph;
  readonly book: CellBook;
  readonly #insert: Insert;
  #atMs: number;

  constructor(founding: { hash: string; entry: Entry }, insert: Insert) {
    this.graph = new EntryGraph(founding.hash, { applied: (node) => this.book.apply(node) });
    this.book = new CellBook(this.graph, memberLogs, entryTexts);
    this.#insert = insert;
    this.#atMs = founding.entry.at;
    this.graph.add(founding);
  }

  get epoch(): Epoch {
    const { graph } = this;
    return this.book.epochAt(graph.authors().flatMap((author) => [...graph.heads(author)]));
  }

  write(by: Writer, kind: string, body: Record<string, unknown>, other: Partial<Entry> = {}): string {
    const { graph } = this;
    const head = graph.heads(by.scid)[0] ?? null;
    this.#atMs += MINUTE_MS;
    const entry: Entry = {
      v: 1,
      cell: graph.cell,
      author: by.scid,
      gen: head?.entry.gen ?? 0,
      seq: head ? head.entry.seq + 1 : 0,
      prev: head?.hash ?? ZERO_HASH,
      seen: seenSince(graph, by.scid, head),
      at: this.#atMs,
      kind,
      body,
      key: by.multikey,
      ...other,
    };
    const { hash } = hashEntry(entry);
    const outcome = graph.add({ hash, entry });
    if (outcome.kind !== 'applied') throw new Error(`${by.name} could not write a ${kind}: ${outcome.kind}`);
    const signature = signJson(by.key, ENTRY_DOMAIN, entry);
    this.#insert(entry, hash, canonicalize({ entry, signature }));
    return hash;
  }

  draft(by: Writer, title: string, text: string): string {
    return this.write(by, 'draft', { number: this.book.drafts().length + 1, title, text });
  }

  /** Opened, voted on, closed, signed and confirmed by all. */
  decide(
    writers: readonly Writer[],
    proposal: string,
    choice: (at: number) => string,
    change?: Change,
  ): void {
    const [first] = writers as [Writer];
    const { epoch } = this;
    const opened = { proposal, attempt: 1, text: 'As it was discussed.', epoch, rules: epoch.rules };
    const ballot = this.write(first, 'open', openBody({ ...opened, change }));
    const slot = this.book.ballot(ballot)?.slot;
    for (const [at, writer] of writers.entries()) this.write(writer, 'vote', { ballot, choice: choice(at) });
    for (const writer of writers) this.write(writer, 'close', { ballot });
    const closes = this.book.closes(ballot).map(({ hash }) => hash);
    const set = { slot, ballot, round: 0, closes: closes.sort() };
    for (const writer of writers) this.write(writer, 'sign', set);
    for (const writer of writers) this.write(writer, 'confirm', set);
  }
}

export interface LongHistory {
  /** Of the home, which `ghoststack init --cell` has made. */
  readonly home: string;
  readonly keyFile: string;
  /** Receipts in all. */
  readonly receipts: number;
}

/**
 * Adds to a home what makes its cell's log so long: four members who are admitted, decisions, drafts, comments,
 * endorsements and transfers, each signed by its author's key. Equal sizes have equal kinds in equal order.
 */
export async function writeLongHistory({ home, keyFile, receipts }: LongHistory): Promise<void> {
  const db = new Database(join(home, 'node.db'));
  db.pragma('synchronous = OFF');
  const insert = db.prepare(
    `INSERT INTO log_entries (cell, hash, author, gen, seq, kind, entry, received_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  try {
    const row = db.prepare<[], { cell: string; entry: string }>('SELECT cell, entry FROM log_entries').get();
    if (!row) throw new Error(`${home} has founded no cell`);
    const founding = { hash: row.cell, entry: (JSON.parse(row.entry) as { entry: Entry }).entry };
    const secret = readKeyFile(keyFile);
    const key = await unlockKeyStore(join(home, 'key.json'), { kind: 'secret', secret, origin: 'key-file' });
    const founder = writerOf('alice', key, founding.entry.body.didLog as unknown[]);
    const chronicle = new Chronicle(founding, (entry, hash, text) => {
      insert.run(row.cell, hash, entry.author, entry.gen, entry.seq, entry.kind, text, entry.at);
    });
    db.transaction(() => {
      const writers = [founder, ...newcomers(founding.entry.at)];
      admitAll(chronicle, writers);
      fill(chronicle, writers, receipts);
    })();
  } finally {
    db.close();
  }
}

/** The first one lets the others in. */
export function admitAll(chronicle: Chronicle, writers: readonly Writer[]): void {
  const [first] = writers as [Writer];
  for (const [at, { scid, name: alias, didLog }] of writers.entries()) {
    if (at === 0) continue;
    const change = { type: 'admit', scid, alias, didLog: didLog as never } as const;
    const proposal = chronicle.draft(first, `Admit ${alias}`, '');
    chronicle.decide(writers.slice(0, at), proposal, () => 'APPROVE', change);
  }
}

/** Writes what members write until there are so many receipts; equal sizes have equal kinds in equal order. */
export function fill(chronicle: Chronicle, writers: readonly Writer[], receipts: number): void {
  const random = new Random('a long history');
  const below = (most: number): number => random.int(most);
  let talkedOf = chronicle.book.drafts()[0]?.hash ?? '';
  for (let at = chronicle.graph.size; at < receipts; at = chronicle.graph.size) {
    const by = writers[below(writers.length)] as Writer;
    const other = writers.filter((writer) => writer !== by)[below(writers.length - 1)] as Writer;
    if (Math.floor(at / DECISION_PER) > chronicle.book.slots().length) {
      talkedOf = chronicle.draft(by, `Proposal at ${at}`, TALK.slice(0, 200 + below(200)));
      const order = [by, ...writers.filter((writer) => writer !== by)];
      const choices = order.map(() => ['APPROVE', 'APPROVE', 'REJECT', 'ABSTAIN'][below(4)] as string);
      chronicle.decide(order, talkedOf, (place) => choices[place] as string);
      continue;
    }
    const kind = below(10);
    if (kind < 4) chronicle.write(by, 'endorse', { member: other.scid, strength: 1 + below(1000) });
    else if (kind < 7) chronicle.write(by, 'transfer', { to: other.scid, amount: 1, note: 'for the seeds' });
    else
      chronicle.write(by, 'comment', { proposal: talkedOf, text: TALK.slice(below(100), 150 + below(150)) });
  }
}

const TALK =
  'The shed needs new boards before winter, and somebody has to ask the neighbours for a ladder. '.repeat(5);

export function newcomers(atMs: number): Writer[] {
  return NEWCOMERS.map((name, at) => {
    const key = SigningKey.fromSeed(new Uint8Array(32).fill(at + 40));
    return writerOf(name, key, memberDidLog(key, atMs));
  });
}

export function writerOf(name: string, key: SigningKey, didLog: readonly unknown[]): Writer {
  const { scid }: MemberIdentity = readMemberIdentity(didLog);
  return { name, scid, key, multikey: encodeMultikey('ed25519', key.publicKey), didLog };
}
