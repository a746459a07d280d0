import type { Database, Statement } from 'better-sqlite3';
import type { DeliveryState } from './delivery-table.ts';

/** An envelope that this node sealed, by its hash. */
export interface SealedOne {
  readonly hash: string;
  readonly message: number;
  readonly recipient_did: string;
  /** Of the message, for that recipient. */
  readonly state: DeliveryState;
  readonly attempts: number;
  /** As in DeliveryRow. */
  readonly resealed: number;
  /** 0 if the message was sealed anew for that recipient since. */
  readonly present: number;
}

const OPEN = "state IN ('waiting', 'sent')";

/** Which envelopes there are and were of a message for each recipient: any of them may arrive, and be answered. */
export class EnvelopeTable {
  readonly #byHash: Statement;
  readonly #formerByHash: Statement;
  readonly #open: Statement;
  readonly #text: Statement;
  readonly #openOf: Statement;
  readonly #keepFormer: Statement;
  readonly #unseal: Statement;
  readonly #signedOtherwise: Statement;
  readonly #sealedOtherwise: Statement;
  readonly #hasNameless: Statement;
  readonly #unsealNameless: Statement;

  constructor(db: Database) {
    const known = 'd.message, d.recipient_did, d.state, d.attempts, d.resealed';
    this.#byHash = db.prepare(
      `SELECT ${known}, envelope_hash AS hash, 1 AS present FROM deliveries d WHERE envelope_hash = ?`,
    );
    this.#formerByHash = db.prepare(
      `SELECT ${known}, f.hash, 0 AS present FROM former_envelopes f
       JOIN deliveries d ON d.message = f.message AND d.recipient_did = f.recipient_did WHERE f.hash = ?`,
    );
    this.#open = db
      .prepare(
        `SELECT envelope_hash FROM deliveries
         WHERE envelope_hash IN (SELECT value FROM json_each(?)) AND ${OPEN}`,
      )
      .pluck();
    this.#text = db
      .prepare(
        `SELECT envelope FROM deliveries JOIN sealed_envelopes ON number = sealed
         WHERE message = ? AND recipient_did = ?`,
      )
      .pluck();
    this.#openOf = db.prepare(`SELECT recipient_did FROM deliveries WHERE message = ? AND ${OPEN}`).pluck();
    this.#keepFormer = db.prepare(
      `INSERT OR IGNORE INTO former_envelopes (hash, message, recipient_did)
       SELECT envelope_hash, message, recipient_did FROM deliveries
       WHERE message = @number AND recipient_did = @recipientDid AND envelope_hash IS NOT NULL`,
    );
    this.#unseal = db.prepare(
      `UPDATE deliveries SET state = 'waiting', code = NULL, attempts = 0, next_try_at_ms = @nowMs, resealed = 0,
         envelope_id = @id, sealed = NULL, envelope_bytes = NULL, envelope_hash = NULL, gen = NULL, seq = NULL
       WHERE message = @number AND recipient_did = @recipientDid AND ${OPEN}`,
    );
    const sealed = `SELECT message FROM deliveries CROSS JOIN sealed_envelopes ON number = sealed
      WHERE recipient_did = @recipientDid AND ${OPEN}`;
    this.#signedOtherwise = db
      .prepare(`${sealed} AND (envelope ->> '$.keys.sig' <> @sig OR envelope ->> '$.keys.from' <> @from)`)
      .pluck();
    this.#sealedOtherwise = db
      .prepare(`${sealed} AND envelope ->> '$.keys.to' NOT IN (SELECT value FROM json_each(@keys))`)
      .pluck();
    const nameless = `${OPEN} AND envelope_bytes IS NOT NULL AND envelope_hash IS NULL`;
    this.#hasNameless = db.prepare(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE ${nameless})`).pluck();
    this.#unsealNameless = db.prepare(
      `UPDATE deliveries SET state = 'waiting', resealed = 1, sealed = NULL, envelope_bytes = NULL, gen = NULL, seq = NULL
       WHERE ${nameless}`,
    );
  }

  byHash(hash: string): SealedOne | null {
    return ((this.#byHash.get(hash) ?? this.#formerByHash.get(hash)) as SealedOne | undefined) ?? null;
  }

  /** Those of these hashes whose envelopes wait. */
  waiting(hashes: readonly string[]): Set<string> {
    return new Set(this.#open.all(JSON.stringify(hashes)) as string[]);
  }

  /** The envelope that waits for that recipient, or null. */
  text(number: number, recipientDid: string): string | null {
    return (this.#text.get(number, recipientDid) as string | null | undefined) ?? null;
  }

  /** The recipients of a message for whom it waits. */
  openRecipientsOf(number: number): string[] {
    return this.#openOf.all(number) as string[];
  }

  /** What waits of a message for one recipient is to be sealed anew, in an envelope of that id, and is due. */
  unseal(number: number, recipientDid: string, id: string, nowMs: number): void {
    this.#keepFormer.run({ number, recipientDid });
    this.#unseal.run({ number, recipientDid, id, nowMs });
  }

  /** Numbers of what waits for a recipient, signed or sealed with other keys of ours than these. */
  signedOtherwise(recipientDid: string, { sig, from }: { sig: string; from: string }): number[] {
    return this.#signedOtherwise.all({ recipientDid, sig, from }) as number[];
  }

  /** Numbers of what waits for a recipient, sealed to none of these keys. */
  sealedOtherwise(recipientDid: string, keys: readonly string[]): number[] {
    return this.#sealedOtherwise.all({ recipientDid, keys: JSON.stringify(keys) }) as number[];
  }

  /** Whether anything waits that was sealed by a build that named no `mid` in it. */
  hasNameless(): boolean {
    return this.#hasNameless.get() === 1;
  }

  /** That is to be sealed anew, under the id that it has: by this its recipient knows what has arrived. */
  unsealNameless(): void {
    this.#unsealNameless.run();
  }
}
