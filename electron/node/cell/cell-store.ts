import { randomBytes } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { FoundBody, type FoundingWishes, foundingRules } from '#shared/protocol/closing/bodies.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../crypto/base64url.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';
import type { LogStore } from '../log/log-store.ts';
import { signEntry } from '../log/signed-entry.ts';
import type { Store } from '../store/store.ts';

/** The cells of this home: it lives in the one of the highest position. */
export class CellStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The one that it lives in, or null. */
  current(): string | null {
    const row = this.#store.db
      .prepare<[], { cell: string }>('SELECT cell FROM cells ORDER BY position DESC LIMIT 1')
      .get();
    return row?.cell ?? null;
  }

  /** Those that it keeps beside that one, the newest first. */
  kept(): string[] {
    return this.#store.db
      .prepare<[], string>('SELECT cell FROM cells WHERE held = 1 ORDER BY position DESC')
      .pluck()
      .all()
      .filter((cell) => cell !== this.current());
  }

  /** Those that it is in touch with no more, the newest first. */
  past(): string[] {
    return this.#store.db
      .prepare<[], string>('SELECT cell FROM cells WHERE held = 0 ORDER BY position DESC')
      .pluck()
      .all()
      .filter((cell) => cell !== this.current());
  }

  /** Keeps one beside the one that it lives in. */
  hold(cell: string, nowMs: number): void {
    this.#store.db
      .prepare(
        `INSERT INTO cells (cell, position, joined_at_ms, held)
         VALUES (?, (SELECT coalesce(min(position), 0) - 1 FROM cells), ?, 1)
         ON CONFLICT (cell) DO UPDATE SET held = 1`,
      )
      .run(cell, nowMs);
  }

  /** It is not kept in touch with any more. */
  drop(cell: string): void {
    this.#store.db.prepare('UPDATE cells SET held = 0 WHERE cell = ?').run(cell);
  }

  joinedAtMs(cell: string): number | null {
    const row = this.#store.db
      .prepare<[string], { atMs: number }>('SELECT joined_at_ms AS atMs FROM cells WHERE cell = ?')
      .get(cell);
    return row?.atMs ?? null;
  }

  add(cell: string, nowMs: number): void {
    this.#store.transaction(() =>
      this.#store.db
        .prepare(
          `INSERT INTO cells (cell, position, joined_at_ms)
           VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM cells), ?)
           ON CONFLICT (cell) DO UPDATE SET position = excluded.position, held = 1`,
        )
        .run(cell, nowMs),
    );
  }
}

export interface Founding {
  readonly name: string;
  readonly alias: string;
  readonly identity: MemberIdentity;
  readonly key: SigningKey;
  readonly nowMs: number;
  /** Called with the entry's hash before it is stored. */
  readonly signed?: (hash: string) => void;
  /** Where the founder chooses otherwise than is usual. */
  readonly rules?: FoundingWishes;
}

/** Writes the entry that founds a cell and makes it this node's; returns the cell's id, the hash of that entry. */
export function foundCell(cells: CellStore, log: LogStore, founding: Founding): string {
  const { name, alias, identity, key, nowMs } = founding;
  const body = {
    name,
    alias,
    didLog: identity.log as unknown[],
    rules: foundingRules(founding.rules),
    nonce: encodeBase64url(randomBytes(16)),
  };
  // What no node would take is not signed: it would found a cell that nobody can read.
  const taken = FoundBody.safeParse(body);
  if (!taken.success) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.cell.cannotBeFounded', { issue: issueSays(taken.error.issues) }),
    );
  }
  const checked = signEntry(key, {
    v: 1,
    cell: ZERO_HASH,
    author: identity.scid,
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at: Math.max(0, nowMs),
    kind: 'found',
    body,
    key: encodeMultikey('ed25519', key.publicKey),
  });
  founding.signed?.(checked.hash);
  log.transaction(() => {
    log.insert(checked.hash, checked, nowMs);
    cells.add(checked.hash, nowMs);
  });
  return checked.hash;
}
