import type { Database, Statement } from 'better-sqlite3';

export interface GivenParcel {
  readonly hash: string;
  readonly carrierDid: string;
  readonly message: number;
  readonly recipientDid: string;
  readonly atMs: number;
  /** Seconds since the epoch. */
  readonly until: number;
}

/** Of a message: to whom its envelope for that recipient was given. */
export interface GivenTo {
  readonly to: string;
  readonly carrier: string;
  readonly atMs: number;
}

/** An envelope that was given away and need not travel any more. */
export interface Recallable {
  readonly hash: string;
  readonly recipientDid: string;
  readonly until: number;
}

/** To whom this node gave envelopes of its own. */
export class GivenTable {
  readonly #insert: Statement;
  readonly #has: Statement;
  readonly #carriers: Statement;
  readonly #forget: Statement;
  readonly #purge: Statement;
  readonly #recallable: Statement;
  readonly #waiting: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO given_parcels (hash, carrier_did, message, recipient_did, at_ms, until, said)
       VALUES (@hash, @carrierDid, @message, @recipientDid, @atMs, @until, @said)
       ON CONFLICT DO UPDATE SET said = 1, at_ms = excluded.at_ms WHERE excluded.said = 1 AND said = 0`,
    );
    this.#has = db
      .prepare('SELECT 1 FROM given_parcels WHERE hash = ? AND carrier_did = ? AND said = 1')
      .pluck();
    this.#carriers = db.prepare('SELECT DISTINCT carrier_did FROM given_parcels').pluck();
    this.#forget = db.prepare('DELETE FROM given_parcels WHERE carrier_did = ? RETURNING message').pluck();
    this.#purge = db.prepare('DELETE FROM given_parcels WHERE until <= ?');
    // Of an envelope that was sealed anew since, the copies are of no use.
    this.#waiting = db.prepare(
      `SELECT g.carrier_did AS carrier, g.recipient_did AS "to", COUNT(*) AS messages FROM given_parcels g
       JOIN deliveries d ON d.message = g.message AND d.recipient_did = g.recipient_did
         AND d.envelope_hash = g.hash AND d.state IN ('waiting', 'sent')
       GROUP BY g.carrier_did, g.recipient_did ORDER BY messages DESC`,
    );
    this.#recallable = db.prepare(
      `SELECT DISTINCT g.hash, g.recipient_did AS recipientDid, g.until FROM given_parcels g
       WHERE g.until > @nowS
         AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.message = g.message AND d.recipient_did = g.recipient_did
           AND d.state IN ('waiting', 'sent') AND d.envelope_hash = g.hash)
         -- What anybody else says of it ends nothing, and what was said under a former key travels no more.
         AND NOT EXISTS (SELECT 1 FROM dead_hashes x JOIN carry_notes n ON n.hash = x.note
           WHERE x.hash = g.hash AND x.sender_did = @self AND x.recipient_did IN ('', g.recipient_did))
       ORDER BY g.recipient_did LIMIT 10000`,
    );
  }

  /** @param said whether the carrier says that it took it. False if that is known already. */
  insert(given: GivenParcel, said: boolean): boolean {
    return this.#insert.run({ ...given, said: said ? 1 : 0 }).changes > 0;
  }

  has(hash: string, carrierDid: string): boolean {
    return this.#has.get(hash, carrierDid) !== undefined;
  }

  /** A member that left took its copies along; returns the numbers of the messages. */
  forgetOthers(isMember: (did: string) => boolean): number[] {
    const gone = (this.#carriers.all() as string[]).filter((did) => !isMember(did));
    return gone.flatMap((did) => this.#forget.all(did) as number[]);
  }

  /** What is settled, taken back or sealed anew, and of which no note that is kept says that it is over. */
  recallable(selfDid: string, nowS: number): Recallable[] {
    return this.#recallable.all({ self: selfDid, nowS }) as Recallable[];
  }

  /** Of what waits: how many messages for whom each carrier was given. */
  waiting(): { carrier: string; to: string; messages: number }[] {
    return this.#waiting.all() as { carrier: string; to: string; messages: number }[];
  }

  purge(nowS: number): void {
    this.#purge.run(nowS);
  }
}
