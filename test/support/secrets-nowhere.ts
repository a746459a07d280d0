/** What may stand nowhere but in the database and the key file: looked for in all that a node, or the app, has written. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { encodeBase58btc } from '../../electron/node/crypto/base58btc.ts';
import { encodeBase64url } from '../../electron/node/crypto/base64url.ts';
import { unlockKeyStore } from '../../electron/node/identity/key-store.ts';

/** The seed of that key in every spelling that is usual, and the passphrase that opens it. */
export async function secretsOf(keyPath: string, passphrase: string): Promise<Record<string, string>> {
  const key = await unlockKeyStore(keyPath, { kind: 'passphrase', passphrase });
  const seed = Buffer.from(key.exportSeed());
  return {
    hex: seed.toString('hex'),
    base64: seed.toString('base64').replace(/=+$/, ''),
    base64url: encodeBase64url(seed),
    base58: encodeBase58btc(seed),
    bytes: seed.toString('latin1'),
    passphrase,
  };
}

export function filesIn(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return found.isFile() ? [path] : [];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

/** Command lines and environments of a process and all that it has started, and they, and so on. */
export function processes(pid: number): string {
  const parents = new Map(
    readdirSync('/proc')
      .filter((one) => /^\d+$/.test(one))
      .map((one) => [one, parentOf(one)]),
  );
  const family = new Set([String(pid)]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const [one, parent] of parents) if (parent && family.has(parent)) family.add(one);
  }
  return [...family]
    .flatMap((one) => ['cmdline', 'environ'].map((name) => readOrEmpty(`/proc/${one}/${name}`)))
    .join('\n');
}

function parentOf(pid: string): string | undefined {
  return /.*\) \S (\d+) /s.exec(readOrEmpty(`/proc/${pid}/stat`))?.[1];
}

/** A process may be gone by the time that it is looked at. */
function readOrEmpty(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'latin1') : '';
  } catch {
    return '';
  }
}

/** Secrets stand nowhere; texts in the database alone. */
export function expectNowhere(
  written: readonly { readonly path: string; readonly text: string }[],
  secrets: Readonly<Record<string, string>>,
  texts: readonly string[],
): void {
  for (const { path, text } of written) {
    for (const [spelling, secret] of Object.entries(secrets)) {
      expect(text.includes(secret), `${spelling} in ${path}`).toBe(false);
    }
    if (/node\.db/.test(path)) continue;
    for (const told of texts) expect(text.includes(told), `“${told}” in ${path}`).toBe(false);
  }
}
