import type { Database, Statement } from 'better-sqlite3';
import { byName } from './by-name.ts';
import { PARCELS_PER_SENDER } from './limits.ts';

/** An envelope of this node that waits. */
export interface OwnEnvelope {
  readonly hash: string;
  readonly message: number;
  readonly recipientDid: string;
  /** Seconds since the epoch. */
  readonly until: number;
}

const WAITS = `d.state IN ('waiting', 'sent') AND d.sealed IS NOT NULL AND d.envelope_hash IS NOT NULL`;
const COLUMNS = `d.envelope_hash AS hash, d.message, d.recipient_did AS recipientDid, m.expires_at_ms / 1000 AS until
  FROM deliveries d JOIN messages m ON m.id = d.message`;
/** Nobody would take what its recipient has answered, or what was taken back in an earlier life. */
const NOT_DEAD = `NOT EXISTS (SELECT 1 FROM dead_hashes x WHERE x.hash = d.envelope_hash AND x.sender_did = @self
  AND x.recipient_did IN ('', d.recipient_did))`;

/** What this node has written itself and nobody has acknowledged, as it may be given away. */
export class OwnMail {
  readonly #self: string;
  readonly #recipients: Statement;
  readonly #waiting: Statement;
  readonly #given: Statement;
  readonly #takenBack: Statement;
  readonly #byHash: Statement;
  readonly #text: Statement;
  readonly #named: Statement;

  constructor(db: Database, selfDid: string) {
    this.#self = selfDid;
    this.#recipients = db
      .prepare(`SELECT DISTINCT recipient_did FROM deliveries WHERE state IN ('waiting', 'sent')`)
      .pluck();
    this.#waiting = db.prepare(
      `SELECT ${COLUMNS} WHERE d.recipient_did = @recipient AND ${WAITS} AND ${NOT_DEAD}
       ORDER BY d.message LIMIT ${PARCELS_PER_SENDER / 2}`,
    );
    this.#given = db.prepare(
      `SELECT ${COLUMNS} WHERE d.recipient_did = @recipient AND ${WAITS} AND ${NOT_DEAD}
         AND d.envelope_hash IN (SELECT hash FROM given_parcels WHERE recipient_did = @recipient)
       ORDER BY d.message LIMIT ${PARCELS_PER_SENDER / 2}`,
    );
    this.#takenBack = db.prepare(
      `SELECT ${COLUMNS} JOIN dead_hashes x ON x.hash = d.envelope_hash AND x.sender_did = @self AND x.recipient_did = ''
       WHERE ${WAITS}`,
    );
    this.#byHash = db.prepare(`SELECT ${COLUMNS} WHERE d.envelope_hash = ? AND ${WAITS}`);
    this.#text = db
      .prepare(
        `SELECT s.envelope FROM deliveries d CROSS JOIN sealed_envelopes s ON s.number = d.sealed
         WHERE d.envelope_hash = ? AND d.recipient_did <> ? AND ${WAITS}`,
      )
      .pluck();
    this.#named = db.prepare(`${byName('d.envelope_hash', 'deliveries d')} AND ${WAITS}`).pluck();
  }

  /** Those to whom anything is not settled. */
  recipients(): string[] {
    return this.#recipients.all() as string[];
  }

  /** As much as anybody would carry for one recipient, the oldest first; or of that what was given away before. */
  waitingFor(recipientDid: string, onlyGiven: boolean): OwnEnvelope[] {
    const statement = onlyGiven ? this.#given : this.#waiting;
    return statement.all({ recipient: recipientDid, self: this.#self }) as OwnEnvelope[];
  }

  /** What waits although this node has taken it back, as only a later life can have done that it knows nothing of. */
  takenBack(): OwnEnvelope[] {
    return this.#takenBack.all({ self: this.#self }) as OwnEnvelope[];
  }

  byHash(hash: string): OwnEnvelope | null {
    return (this.#byHash.get(hash) as OwnEnvelope | undefined) ?? null;
  }

  /** Null for who is its recipient, which gets it directly. */
  textFor(did: string, hash: string): string | null {
    return (this.#text.get(hash, did) as string | undefined) ?? null;
  }

  named(items: readonly string[]): string[] {
    return this.#named.all({ items: JSON.stringify(items) }) as string[];
  }
}
