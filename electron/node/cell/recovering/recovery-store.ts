import { randomBytes } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import type { Store } from '../../store/store.ts';

export interface RecoveryRow {
  readonly id: string;
  readonly cell: string;
  readonly secret: Uint8Array;
  /** Of which the numbers are made that askers are told; in no code. */
  readonly nonceKey: Uint8Array;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revoked: boolean;
  /** Who has come with it, and proved whose machine it is; for nobody else from then on. */
  readonly asker: RecoveringAsker | null;
  readonly wanted: WantedVersions | null;
  readonly accepted: boolean;
  /** By our operator. */
  readonly refused: boolean;
  /** The machine's operator has said that the six words differ, and ours has not been shown it yet. */
  readonly differs: boolean;
  readonly proposal: string | null;
}

export interface RecoveringAsker {
  readonly scid: string;
  readonly by: 'device' | 'words';
  /** With which its machine dials: Ed25519, 32 bytes. */
  readonly key: Uint8Array;
  readonly askedAtMs: number;
}

/** The new versions of the member's log. */
export interface WantedVersions {
  readonly versions: readonly Readonly<Record<string, unknown>>[];
  readonly lost: boolean;
}

interface Row {
  id: string;
  cell: string;
  secret: Buffer;
  nonce_key: Buffer;
  created_at_ms: number;
  expires_at_ms: number;
  revoked: number;
  scid: string | null;
  proved_by: 'device' | 'words' | null;
  asker_key: Buffer | null;
  asked_at_ms: number | null;
  versions: string | null;
  lost: number;
  accepted: number;
  refused: number;
  proposal: string | null;
}

const NONCE_KEY_BYTES = 32;
/** What `refused` says. */
const [REFUSED, DIFFERS] = [1, 2];

/** The rows of a home's recovery codes. */
export class RecoveryStore {
  readonly #store: Store;
  readonly #all: Statement<[string], Row>;
  /** By cell, until one is written: they are asked for at every news of the log. */
  readonly #held = new Map<string, readonly RecoveryRow[]>();

  constructor(store: Store) {
    this.#store = store;
    this.#all = store.db.prepare('SELECT * FROM recovery_codes WHERE cell = ? ORDER BY created_at_ms');
  }

  create(row: Pick<RecoveryRow, 'id' | 'cell' | 'secret' | 'createdAtMs' | 'expiresAtMs'>): void {
    const { id, cell, secret, createdAtMs, expiresAtMs } = row;
    this.#write(
      `INSERT INTO recovery_codes (id, cell, secret, nonce_key, created_at_ms, expires_at_ms)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [id, cell, Buffer.from(secret), randomBytes(NONCE_KEY_BYTES), createdAtMs, expiresAtMs],
    );
  }

  list(cell: string): readonly RecoveryRow[] {
    const held = this.#held.get(cell);
    if (held) return held;
    const rows = this.#all.all(cell).map(toRecovery);
    // What a transaction has changed may yet be taken back.
    if (!this.#store.db.inTransaction) this.#held.set(cell, rows);
    return rows;
  }

  get(id: string): RecoveryRow | null {
    const row = this.#store.db.prepare<[string], Row>('SELECT * FROM recovery_codes WHERE id = ?').get(id);
    return row ? toRecovery(row) : null;
  }

  /** For this member and machine alone from now on. */
  bind(id: string, { scid, by, key, askedAtMs }: RecoveringAsker): void {
    this.#write(
      `UPDATE recovery_codes SET scid = ?, proved_by = ?, asker_key = ?, asked_at_ms = ?
       WHERE id = ? AND scid IS NULL`,
      [scid, by, Buffer.from(key), askedAtMs, id],
    );
  }

  /** What our operator accepted was another thing if the machine now says something else of the one before. */
  want(id: string, { versions, lost }: WantedVersions): void {
    this.#write(
      `UPDATE recovery_codes SET accepted = CASE WHEN versions IS NULL OR lost = @lost THEN accepted ELSE 0 END,
       versions = @versions, lost = @lost WHERE id = @id`,
      { id, versions: JSON.stringify(versions), lost: lost ? 1 : 0 },
    );
  }

  revoke(id: string): void {
    this.#write('UPDATE recovery_codes SET revoked = 1 WHERE id = ?', [id]);
  }

  /** Our own key has changed: nobody would find us by the codes of before. */
  revokeAll(cell: string): void {
    this.#write('UPDATE recovery_codes SET revoked = 1 WHERE cell = ? AND accepted = 0', [cell]);
  }

  /** Our operator lets the machine in. */
  accept(id: string): void {
    this.#write('UPDATE recovery_codes SET accepted = 1 WHERE id = ?', [id]);
  }

  refuse(id: string): void {
    this.#write('UPDATE recovery_codes SET refused = ? WHERE id = ?', [REFUSED, id]);
  }

  /** The words on the machine's screen are others than ours: it is refused, and our operator is to be told. */
  differ(id: string): void {
    this.#write('UPDATE recovery_codes SET refused = ? WHERE id = ? AND refused = 0', [DIFFERS, id]);
  }

  /** The draft of its ballot is in the log. */
  drafted(id: string, proposal: string): void {
    this.#write('UPDATE recovery_codes SET proposal = ? WHERE id = ?', [proposal, id]);
  }

  #write(sql: string, values: readonly unknown[] | Readonly<Record<string, unknown>>): void {
    this.#held.clear();
    this.#store.transaction(() => this.#store.db.prepare(sql).run(values));
  }
}

function toRecovery(row: Row): RecoveryRow {
  const { scid, proved_by: by, asker_key: key, asked_at_ms: askedAtMs, versions } = row;
  const isBound = scid !== null && by !== null && key !== null && askedAtMs !== null;
  return {
    id: row.id,
    cell: row.cell,
    secret: row.secret,
    nonceKey: row.nonce_key,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    revoked: row.revoked === 1,
    asker: isBound ? { scid, by, key, askedAtMs } : null,
    wanted: versions === null ? null : { versions: JSON.parse(versions), lost: row.lost === 1 },
    accepted: row.accepted === 1,
    refused: row.refused === REFUSED,
    differs: row.refused === DIFFERS,
    proposal: row.proposal,
  };
}
