import type { Database, Statement } from 'better-sqlite3';
import type { GivenTo } from './carrying/given-table.ts';

/** Who was given copies of a message that waits, as people are shown it. */
export class Relays {
  readonly #of: Statement;
  readonly #hasAll: Statement;

  constructor(db: Database) {
    // Of an envelope that was sealed anew since, the copies are of no use.
    this.#of = db.prepare(
      `SELECT g.recipient_did AS "to", g.carrier_did AS carrier, g.at_ms AS atMs FROM given_parcels g
       JOIN deliveries d ON d.message = g.message AND d.recipient_did = g.recipient_did
         AND d.envelope_hash = g.hash AND d.state IN ('waiting', 'sent', 'cancelled')
       WHERE g.message = ? AND g.said = 1 ORDER BY g.at_ms, g.carrier_did`,
    );
    this.#hasAll = db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM given_parcels WHERE message = @message AND said = 1)
           AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.message = @message AND d.state IN ('waiting', 'sent')
             AND NOT EXISTS (SELECT 1 FROM given_parcels g WHERE g.message = d.message
               AND g.recipient_did = d.recipient_did AND g.hash = d.envelope_hash AND g.said = 1))`,
      )
      .pluck();
  }

  of(message: number): GivenTo[] {
    return this.#of.all(message) as GivenTo[];
  }

  /** Whether everybody who lacks it is waited for by somebody. */
  hasAll(message: number): boolean {
    return this.#hasAll.get({ message }) === 1;
  }
}
