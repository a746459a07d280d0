import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../electron/node/crypto/hash.ts';
import {
  createKeyStore,
  type KeyProtection,
  readKeyStoreHeader,
  unlockKeyStore,
} from '../../electron/node/identity/key-store.ts';

const protection: KeyProtection = { kind: 'secret', secret: new Uint8Array(32).fill(1), origin: 'key-file' };
let folder = '';
let path = '';
let did = '';
let whole = Buffer.alloc(0);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-test-'));
  path = join(folder, 'key.json');
  did = (await createKeyStore(path, { name: 'alice' }, protection)).did;
  whole = readFileSync(path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a key store file', () => {
  it('with any one byte changed gives a typed error, or the same key if only white space changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        writeFileSync(path, bytes);
        const outcome = await unlockKeyStore(path, protection).then(
          (key) => key.did,
          (error: unknown) => error,
        );
        if (typeof outcome === 'string') {
          expect(outcome).toBe(did);
          expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(whole.toString()));
        } else {
          expect(outcome).toBeInstanceOf(GhostStackError);
        }
        expect(readFileSync(path)).toEqual(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('cannot be re-labelled: its header is sealed with the seed', async () => {
    const { checksum: _, ...file } = JSON.parse(whole.toString()) as Record<string, unknown>;
    for (const change of [{ name: 'mallory' }, { createdAtMs: 1 }, { did: `${did.slice(0, -1)}x` }]) {
      const changed = { ...file, ...change };
      writeFileSync(path, JSON.stringify({ ...changed, checksum: sha256Hex(canonicalize(changed)) }));
      await expect(unlockKeyStore(path, protection)).rejects.toMatchObject({ code: 'key-file' });
    }
  });

  it('of any bytes gives a typed error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          writeFileSync(path, bytes);
          expect(() => readKeyStoreHeader(path)).toThrow(GhostStackError);
        },
      ),
      { numRuns: 300 },
    );
  });
});
