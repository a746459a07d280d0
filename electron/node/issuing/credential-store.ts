import type { Statement } from 'better-sqlite3';
import type { Bundle, PresentationRequest, WholeCredential } from '../credentials/index.ts';
import type { Store } from '../store/store.ts';

export type Role = 'issued' | 'held';

/** Both forms of one issuance, as they are kept. */
export interface KeptCredential {
  readonly whole: WholeCredential;
  readonly jwt: string;
  readonly disclosures: readonly string[];
}

/** What was handed to a holder who is no member, once it was judged. */
export interface KeptPapers {
  readonly papers: Omit<Bundle, 'v' | 'presentation' | 'credential'>;
  /** Of their standing. */
  readonly dayMs: number;
  readonly isRevoked: boolean;
}

export interface StoredCredential extends KeptCredential {
  readonly role: Role;
  readonly id: string;
  readonly atMs: number;
  /** Only of what is held. */
  readonly newPapers?: KeptPapers;
}

/** Somebody outside of the own cell whose word is taken: a cell by its standing, an issuer by its DID log. */
export interface StoredVoucher {
  readonly kind: 'cell' | 'issuer';
  readonly id: string;
  readonly name: string;
  /** JSON of a Standing, or the longest DID log that was ever seen (empty before the first, and of a did:key). */
  readonly papers: string;
  readonly atMs: number;
}

interface Row {
  readonly role: Role;
  readonly id: string;
  readonly kept: string;
  readonly at_ms: number;
}

/** What may be held of one issuer: more is not kept. */
const HELD_MAX = 500;

/** What a home keeps of credentials. */
export class CredentialStore {
  readonly #sql: Readonly<
    Record<
      'keep' | 'papers' | 'forget' | 'list' | 'get' | 'count' | 'brought' | 'ask' | 'asked' | 'use' | 'tidy',
      Statement
    >
  >;
  readonly #vouchers: Readonly<Record<'keep' | 'list' | 'forget', Statement>>;

  constructor({ db }: Pick<Store, 'db'>) {
    this.#sql = {
      keep: db.prepare(
        `INSERT OR IGNORE INTO credential (role, id, issuer, subject, place, valid_until_ms, kept, at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      papers: db.prepare("UPDATE credential SET kept = ? WHERE role = 'held' AND id = ?"),
      forget: db.prepare('DELETE FROM credential WHERE role = ? AND id = ?'),
      list: db.prepare('SELECT role, id, kept, at_ms FROM credential WHERE role = ? ORDER BY at_ms DESC, id'),
      get: db.prepare('SELECT role, id, kept, at_ms FROM credential WHERE role = ? AND id = ?'),
      count: db.prepare('SELECT count(*) FROM credential WHERE role = ? AND issuer = ?').pluck(),
      brought: db.prepare(
        `SELECT id AS number, sender_did AS sender, credential FROM messages
         WHERE credential IS NOT NULL AND id > ? AND direction = 'in' ORDER BY id`,
      ),
      ask: db.prepare('INSERT INTO credential_request (nonce, request, expires_ms) VALUES (?, ?, ?)'),
      asked: db.prepare('SELECT request, is_used FROM credential_request WHERE nonce = ?'),
      use: db.prepare('UPDATE credential_request SET is_used = 1 WHERE nonce = ?'),
      tidy: db.prepare('DELETE FROM credential_request WHERE expires_ms < ?'),
    };
    this.#vouchers = {
      keep: db.prepare(
        `INSERT INTO credential_voucher (kind, id, name, papers, at_ms) VALUES (@kind, @id, @name, @papers, @atMs)
         ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, papers = excluded.papers`,
      ),
      list: db.prepare(
        'SELECT kind, id, name, papers, at_ms AS atMs FROM credential_voucher ORDER BY at_ms, id',
      ),
      forget: db.prepare('DELETE FROM credential_voucher WHERE kind = ? AND id = ?'),
    };
  }

  /** False where it is here already, or its issuer has too many here. */
  keep(role: Role, { whole, jwt, disclosures }: KeptCredential, atMs: number): boolean {
    const { id, issuer, credentialSubject, credentialStatus, validUntil } = whole;
    if (role === 'held' && Number(this.#sql.count.get(role, issuer)) >= HELD_MAX) return false;
    const place = Number(credentialStatus?.statusListIndex ?? -1);
    const kept = JSON.stringify({ whole, jwt, disclosures });
    const { changes } = this.#sql.keep.run(
      role,
      id,
      issuer,
      credentialSubject.id,
      place,
      Date.parse(validUntil),
      kept,
      atMs,
    );
    return changes > 0;
  }

  /** In place of those of before. */
  keepPapers(id: string, newPapers: KeptPapers): void {
    const held = this.get('held', id);
    if (!held) return;
    const { whole, jwt, disclosures } = held;
    this.#sql.papers.run(JSON.stringify({ whole, jwt, disclosures, newPapers }), id);
  }

  forget(role: Role, id: string): void {
    this.#sql.forget.run(role, id);
  }

  /** The newest first. */
  list(role: Role): StoredCredential[] {
    return (this.#sql.list.all(role) as Row[]).map(stored);
  }

  get(role: Role, id: string): StoredCredential | null {
    const row = this.#sql.get.get(role, id) as Row | undefined;
    return row ? stored(row) : null;
  }

  /** What messages after that one brought, whatever it is. */
  broughtAfter(
    number: number,
  ): { readonly number: number; readonly sender: string; readonly credential: string }[] {
    return this.#sql.brought.all(number) as ReturnType<CredentialStore['broughtAfter']>;
  }

  /** A request of ours; those that expired before `nowMs` by more than an hour are forgotten. */
  ask(request: PresentationRequest, nowMs: number): void {
    this.#sql.tidy.run(nowMs - 3_600_000);
    this.#sql.ask.run(request.nonce, JSON.stringify(request), request.expires);
  }

  asked(nonce: string): { readonly request: PresentationRequest; readonly isUsed: boolean } | null {
    const row = this.#sql.asked.get(nonce) as { request: string; is_used: number } | undefined;
    return row ? { request: JSON.parse(row.request), isUsed: row.is_used === 1 } : null;
  }

  /** A presentation that passed used it up. */
  use(nonce: string): void {
    this.#sql.use.run(nonce);
  }

  /** When it was first taken stays as it was. */
  take(voucher: StoredVoucher): void {
    this.#vouchers.keep.run(voucher);
  }

  vouchers(): StoredVoucher[] {
    return this.#vouchers.list.all() as StoredVoucher[];
  }

  forgetVoucher(kind: StoredVoucher['kind'], id: string): void {
    this.#vouchers.forget.run(kind, id);
  }
}

function stored({ role, id, kept, at_ms: atMs }: Row): StoredCredential {
  return { role, id, atMs, ...(JSON.parse(kept) as KeptCredential) };
}
