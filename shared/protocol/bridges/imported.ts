import type { Entry } from '../log/entry.ts';
import { AttestBody, type Row, TrustStatement } from './bodies.ts';

/** What another cell said of its trust, and who attests it. */
export interface Imported {
  /** Whose it is. */
  readonly cell: string;
  /** Hash of the statement. */
  readonly statement: string;
  /** The cell that it tells. */
  readonly to: string;
  readonly day: number;
  readonly rows: readonly Row[];
  readonly attesters: readonly { readonly scid: string; readonly key: string }[];
}

/**
 * What entries amount to of which the first is a statement about trust and the others attest one and the same, all of
 * one cell and no two by one author; else null. That they attest this statement is asked by who has its hash.
 */
export function importedOf([first, ...others]: readonly Entry[]): Imported | null {
  if (first?.kind !== 'statement') return null;
  const said = TrustStatement.safeParse(first.body);
  if (!said.success) return null;
  const attested = new Set<string>();
  for (const { kind, body, cell } of others) {
    const read = AttestBody.safeParse(body);
    if (kind !== 'attest' || cell !== first.cell || !read.success) return null;
    attested.add(read.data.statement);
  }
  const attesters = others.map(({ author: scid, key }) => ({ scid, key }));
  const [statement] = attested;
  if (attested.size !== 1 || statement === undefined) return null;
  if (new Set(attesters.map(({ scid }) => scid)).size < attesters.length) return null;
  const { to, day, rows } = said.data;
  return { cell: first.cell, statement, to, day, rows, attesters };
}
