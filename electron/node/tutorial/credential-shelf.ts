import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { WholeCredential } from '../credentials/index.ts';
import type { JsonObject } from '../identity/data-integrity.ts';
import type { Store } from '../store/store.ts';

/** A credential in both of its forms, as its holder keeps it. */
export interface KeptCredential {
  readonly whole: WholeCredential;
  readonly jwt: string;
  readonly disclosures: readonly string[];
}

/** The credentials that a service issued, by their ids. */
export class CredentialShelf {
  readonly #find;
  readonly #keep;

  constructor({ db }: Pick<Store, 'db'>) {
    this.#find = db
      .prepare<[string], string>('SELECT credential FROM service_credential WHERE id = ?')
      .pluck();
    this.#keep = db.prepare(
      'INSERT INTO service_credential (id, issuer, subject, type, credential) VALUES (?, ?, ?, ?, ?)',
    );
  }

  keep(kept: KeptCredential): void {
    const { id, issuer, credentialSubject, type } = kept.whole;
    this.#keep.run(id, issuer, credentialSubject.id, type[1], JSON.stringify(kept));
  }

  /** Throws `not-found`. */
  of(id: string): KeptCredential {
    const text = typeof id === 'string' ? this.#find.get(id) : undefined;
    if (text === undefined) {
      const shown = JSON.stringify(id)?.slice(0, 120) ?? String(id);
      throw new GhostStackError('not-found', says('error.identity.noCredential', { id: shown }));
    }
    const row = JSON.parse(text) as KeptCredential | WholeCredential;
    // A row of before there were two forms is the whole one alone, of a kind that nothing verifies any more.
    return 'whole' in row ? row : { whole: row, jwt: '', disclosures: [] };
  }
}

/** The text of a credential or of its papers, and not the id of one that is kept. */
export function isCredentialText(value: unknown): value is string {
  return typeof value === 'string' && (value.includes('~') || value.trimStart().startsWith('{'));
}

/** Throws `invalid-argument` on a field that is none of these claims. */
export function requireClaims(fields: readonly string[], claims: JsonObject): void {
  if (!Array.isArray(fields)) {
    throw new GhostStackError('invalid-argument', says('error.identity.fieldsNotList'));
  }
  for (const field of fields) {
    if (!Object.hasOwn(claims, field)) {
      const shown = JSON.stringify(field)?.slice(0, 120) ?? String(field);
      throw new GhostStackError('invalid-argument', says('error.identity.noClaim', { field: shown }));
    }
  }
}
