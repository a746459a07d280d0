/** What goes into a backup, and where it comes from. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type KeyProtection, readKeyStoreHeader, resealedKeyStore } from '../../identity/key-store.ts';
import { KEY_PARTS, type Manifest, type Part, type PartName } from './manifest.ts';
import { requireWanted, type Work } from './work.ts';

/** A part as it will be written. */
export interface Source {
  readonly part: Part;
  pieces(): AsyncIterable<Buffer>;
}

const PIECE_BYTES = 256 * 1024;

/**
 * The keys as they are, if a passphrase seals them. What a keychain or a key file seals would open nowhere else, so it
 * is sealed anew by `keySecret`, which the backup's passphrase leads to.
 * @throws {GhostStackError} `key-missing` before there is a key; `key-file` or `key-missing` without what opens it
 */
export async function keySources(
  home: string,
  opens: KeyProtection | null,
  keySecret: Uint8Array,
): Promise<{ keys: Manifest['keys']; sources: Source[] }> {
  const protection = readKeyStoreHeader(join(home, 'key.json'))?.protection;
  if (!protection) throw new GhostStackError('key-missing', says('error.root.noKeyYet'));
  const present = KEY_PARTS.filter((name) => existsSync(join(home, name)));
  if (protection === 'passphrase') {
    return { keys: 'own', sources: present.map((name) => fromBytes(name, readFileSync(join(home, name)))) };
  }
  if (!opens) {
    throw protection === 'keychain'
      ? new GhostStackError('key-missing', says('error.care.keychainNeeded'))
      : new GhostStackError('key-file', says('error.care.keyFileNeeded'));
  }
  const next: KeyProtection = { kind: 'secret', secret: keySecret, origin: 'key-file' };
  const sources: Source[] = [];
  for (const name of present) {
    sources.push(fromBytes(name, Buffer.from(await resealedKeyStore(join(home, name), opens, next), 'utf8')));
  }
  return { keys: 'backup', sources };
}

export function fromBytes(name: PartName, bytes: Buffer): Source {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    part: { name, size: bytes.length, sha256 },
    async *pieces() {
      yield bytes;
    },
  };
}

/** A file that nobody writes to, and that SQLite does not have open. It is read twice: to be named, and to be sealed. */
export async function fromFile(name: PartName, path: string, work: Work, size: number): Promise<Source> {
  const pieces = () => createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>;
  const hash = createHash('sha256');
  for await (const piece of pieces()) {
    requireWanted(work.signal);
    hash.update(piece);
  }
  return { part: { name, size, sha256: hash.digest('hex') }, pieces };
}
