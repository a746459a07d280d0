/** What may stand nowhere but in the database and the key file: looked for in all that a node, or the app, has written. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { encodeBase58btc } from '../../electron/node/crypto/base58btc.ts';
import { encodeBase64url } from '../../electron/node/crypto/base64url.ts';
import { openKeyStore } from '../../electron/node/identity/open-key-store.ts';
import { type RingContent, readRing } from '../../electron/node/identity/ring-content.ts';
import { RECOVERY_KEYS, recoveryKey, wordsOf } from '../../electron/node/identity/words/index.ts';
import { Needles } from './needles.ts';

/** All seeds of a home in every spelling that is usual, its recovery words, and the passphrase that opens it. */
export async function secretsOf(keyPath: string, passphrase: string): Promise<Record<string, string>> {
  const { content } = await openKeyStore(keyPath, { kind: 'passphrase', passphrase });
  const ring = readRing(content.bytes);
  if (!ring) throw new Error(`${keyPath} holds no ring of keys`);
  return { passphrase, ...secretsIn(ring) };
}

/** The same of a ring that is open. */
export function secretsIn(ring: RingContent): Record<string, string> {
  const found: Record<string, string> = {};
  ring.keys.forEach(({ key }, at) => {
    if (key) Object.assign(found, spelled(`key ${at}`, key.exportSeed()));
  });
  ring.words.forEach(({ seed }, at) => {
    Object.assign(found, spelled(`words ${at}`, seed), wordsIn(seed, at));
    // R_0 is the seed itself; these are all the keys that sign after it.
    for (let index = 1; index < RECOVERY_KEYS; index += 1)
      Object.assign(found, spelled(`R_${index} of words ${at}`, recoveryKey(seed, index).exportSeed()));
  });
  return found;
}

function spelled(name: string, seed: Uint8Array): Record<string, string> {
  const bytes = Buffer.from(seed);
  return {
    [`${name} in hex`]: bytes.toString('hex'),
    [`${name} in base64`]: bytes.toString('base64').replace(/=+$/, ''),
    [`${name} in base64url`]: encodeBase64url(bytes),
    [`${name} in base58`]: encodeBase58btc(bytes),
    [`${name} in bytes`]: bytes.toString('latin1'),
  };
}

/** Any three of them, however they stand beside each other. */
function wordsIn(seed: Uint8Array, at: number): Record<string, string> {
  const three = wordsOf(seed).slice(3, 6);
  const between = [' ', ',', '\n', '","'];
  return Object.fromEntries(between.map((mark) => [`words ${at} by ${mark}`, three.join(mark)]));
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
  const needles = new Needles(secrets);
  for (const { path, text } of written) {
    expect(needles.in(text), path).toBeNull();
    if (/node\.db/.test(path)) continue;
    for (const told of texts) expect(text.includes(told), `“${told}” in ${path}`).toBe(false);
  }
}
