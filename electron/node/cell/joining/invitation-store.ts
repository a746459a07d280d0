import type { Statement } from 'better-sqlite3';
import type { Store } from '../../store/store.ts';
import type { WordsSaid } from './join-machine.ts';

/** One row; an invitation is bound to the first identity that asks with it. */
export interface InvitationRow {
  readonly id: string;
  readonly cell: string;
  readonly secret: Uint8Array;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revoked: boolean;
  readonly asker: Asker | null;
  readonly accepted: boolean;
  readonly refused: boolean;
  readonly proposal: string | null;
  /** What the words are made from; null before somebody asks. */
  readonly exchange: Exchange | null;
  /** What the asker has said of them. */
  readonly words: WordsSaid;
  /** The key that saw it on the network, and for which alone it is; null for one that was handed over. */
  readonly seenBy: Uint8Array | null;
}

export interface Exchange {
  /** What the asker is bound to. */
  readonly commitment: string;
  readonly ourNonce: Uint8Array;
  /** Null until it is told. */
  readonly theirNonce: Uint8Array | null;
}

export interface Asker {
  readonly scid: string;
  readonly alias: string;
  readonly didLog: readonly Readonly<Record<string, unknown>>[];
  readonly askedAtMs: number;
}

interface Row {
  id: string;
  cell: string;
  secret: Buffer;
  created_at_ms: number;
  expires_at_ms: number;
  revoked: number;
  scid: string | null;
  alias: string | null;
  did_log: string | null;
  asked_at_ms: number | null;
  accepted: number;
  refused: number;
  proposal: string | null;
  commitment: string | null;
  our_nonce: Buffer | null;
  their_nonce: Buffer | null;
  words: WordsSaid;
  seen_by: Buffer | null;
}

/** The rows of a home's invitations; one of them at a time, as nobody else may write them. */
export class InvitationStore {
  readonly #store: Store;
  readonly #all: Statement<[string], Row>;
  /** By cell, until one is written: they are asked for at every news of the log. */
  readonly #held = new Map<string, readonly InvitationRow[]>();

  constructor(store: Store) {
    this.#store = store;
    this.#all = store.db.prepare('SELECT * FROM invitations WHERE cell = ? ORDER BY created_at_ms');
  }

  create(row: {
    id: string;
    cell: string;
    secret: Uint8Array;
    createdAtMs: number;
    expiresAtMs: number;
    seenBy: Uint8Array | null;
  }): void {
    this.#write(() =>
      this.#store.db
        .prepare(
          `INSERT INTO invitations (id, cell, secret, created_at_ms, expires_at_ms, seen_by)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(
          row.id,
          row.cell,
          Buffer.from(row.secret),
          row.createdAtMs,
          row.expiresAtMs,
          row.seenBy && Buffer.from(row.seenBy),
        ),
    );
  }

  list(cell: string): readonly InvitationRow[] {
    const held = this.#held.get(cell);
    if (held) return held;
    const rows = this.#all.all(cell).map(toInvitation);
    // What a transaction has changed may yet be taken back.
    if (!this.#store.db.inTransaction) this.#held.set(cell, rows);
    return rows;
  }

  get(id: string): InvitationRow | null {
    const row = this.#store.db.prepare<[string], Row>('SELECT * FROM invitations WHERE id = ?').get(id);
    return row ? toInvitation(row) : null;
  }

  /** Binds an invitation to whoever comes with it; what the same asker came with before and nobody accepted is free again. */
  bind(id: string, cell: string, asker: Asker): void {
    this.#write(() => {
      this.#store.db
        .prepare(
          `UPDATE invitations SET scid = ?, alias = ?, did_log = ?, asked_at_ms = ?
           WHERE id = ? AND (scid IS NULL OR scid = ?)`,
        )
        .run(asker.scid, asker.alias, JSON.stringify(asker.didLog), asker.askedAtMs, id, asker.scid);
      this.#store.db
        .prepare(`${RELEASE} WHERE cell = ? AND scid = ? AND id <> ? AND accepted = 0 AND refused = 0`)
        .run(cell, asker.scid, id);
    });
  }

  /** Lets go of who came with it. */
  release(id: string): void {
    this.#write(() => this.#store.db.prepare(`${RELEASE} WHERE id = ?`).run(id));
  }

  /** What the asker says of the words. */
  say(id: string, words: WordsSaid): void {
    this.#write(() => this.#store.db.prepare('UPDATE invitations SET words = ? WHERE id = ?').run(words, id));
  }

  /** Binds the asker to a commitment, and this side to a nonce. */
  commit(id: string, commitment: string, ourNonce: Uint8Array): void {
    this.#write(() =>
      this.#store.db
        .prepare('UPDATE invitations SET commitment = ?, our_nonce = ?, their_nonce = NULL WHERE id = ?')
        .run(commitment, Buffer.from(ourNonce), id),
    );
  }

  /** The asker has told what it was bound to. */
  reveal(id: string, theirNonce: Uint8Array): void {
    this.#write(() =>
      this.#store.db
        .prepare('UPDATE invitations SET their_nonce = ? WHERE id = ?')
        .run(Buffer.from(theirNonce), id),
    );
  }

  revoke(id: string): void {
    this.#write(() => this.#store.db.prepare('UPDATE invitations SET revoked = 1 WHERE id = ?').run(id));
  }

  /** Our operator lets the asker in. */
  accept(id: string): void {
    this.#write(() => this.#store.db.prepare('UPDATE invitations SET accepted = 1 WHERE id = ?').run(id));
  }

  /** The draft of its ballot is in the log. */
  drafted(id: string, proposal: string): void {
    this.#write(() =>
      this.#store.db.prepare('UPDATE invitations SET proposal = ? WHERE id = ?').run(proposal, id),
    );
  }

  refuse(id: string): void {
    this.#write(() => this.#store.db.prepare('UPDATE invitations SET refused = 1 WHERE id = ?').run(id));
  }

  #write(run: () => void): void {
    this.#held.clear();
    this.#store.transaction(run);
  }
}

const RELEASE = `UPDATE invitations SET scid = NULL, alias = NULL, did_log = NULL, asked_at_ms = NULL,
  commitment = NULL, our_nonce = NULL, their_nonce = NULL, words = 'comparing'`;

function toInvitation(row: Row): InvitationRow {
  const { scid, alias, did_log, asked_at_ms, commitment, our_nonce, their_nonce } = row;
  const asked = scid !== null && alias !== null && did_log !== null && asked_at_ms !== null;
  return {
    id: row.id,
    cell: row.cell,
    secret: row.secret,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    revoked: row.revoked === 1,
    asker: asked ? { scid, alias, didLog: JSON.parse(did_log), askedAtMs: asked_at_ms } : null,
    accepted: row.accepted === 1,
    refused: row.refused === 1,
    proposal: row.proposal,
    words: row.words,
    seenBy: row.seen_by,
    exchange:
      commitment !== null && our_nonce !== null
        ? { commitment, ourNonce: our_nonce, theirNonce: their_nonce }
        : null,
  };
}
