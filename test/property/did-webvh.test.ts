import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import {
  appendDidLogEntry,
  createDidLog,
  formatDidLog,
  nextKeyHash,
  parseDidWebvh,
  rotateDidLogKey,
  signingKeyOf,
  verifyDidLog,
  witnessVersion,
} from '../../electron/node/identity/did-webvh/index.ts';
import {
  commitTo,
  key,
  memberLog,
  multikey,
  plainLog,
  START_MS,
  sealing,
} from '../support/did-webvh-forger.ts';

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const timeMs = fc.integer({ min: 0, max: Date.UTC(9000, 0, 1) });

const member = memberLog();
const log = rotateDidLogKey({
  log: member.log,
  nextKey: key(3),
  sealingPublicKey: sealing(3),
  nextKeyHashes: commitTo(4, 5),
  nowMs: START_MS + 1000,
  witness: { threshold: 1, witnesses: [multikey(7)] },
});
const witnessProofs = [witnessVersion(log[1]!.versionId, key(7), START_MS)];
const text = formatDidLog(log);
const bytes = Buffer.from(text);

test('a log that was made verifies, also after a trip through JSON, and gives the keys it was made with', () => {
  fc.assert(
    fc.property(seed, seed, timeMs, fc.boolean(), (one, two, nowMs, portable) => {
      const [signingKey, next] = [SigningKey.fromSeed(one), SigningKey.fromSeed(two)];
      const made = createDidLog({
        signingKey,
        sealingPublicKey: signingKey.sealing.publicKey,
        nextKeyHashes: [nextKeyHash(next.publicKey)],
        nowMs,
        portable,
      });
      const copies = [made.log, JSON.parse(JSON.stringify(made.log)), formatDidLog(made.log)];
      for (const copy of copies) {
        const result = verifyDidLog(copy, { did: made.did, scid: made.scid, nowMs });
        expect(result).toMatchObject({ ok: true, value: { did: made.did, versionNumber: 1 } });
        if (result.ok) expect(signingKeyOf(result.value)).toEqual(signingKey.publicKey);
      }
    }),
    { numRuns: 60 },
  );
});

test('however often a key is changed, the log verifies, and each prefix of it does', () => {
  fc.assert(
    fc.property(fc.array(timeMs, { maxLength: 6 }), (times) => {
      let longer: typeof log = member.log;
      times.forEach((nowMs, index) => {
        longer = rotateDidLogKey({
          log: longer,
          nextKey: key(index === 0 ? 2 : index + 50),
          sealingPublicKey: sealing(index + 50),
          nextKeyHashes: commitTo(index + 51),
          nowMs,
        });
      });
      expect(longer).toHaveLength(times.length + 1);
      for (let length = 1; length <= longer.length; length++) {
        expect(verifyDidLog(longer.slice(0, length), { did: member.did }).ok).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

test('the log in these tests is accepted as it is', () => {
  expect(verifyDidLog(bytes, { witnessProofs })).toMatchObject({ ok: true, value: { versionNumber: 2 } });
});

test('every single byte matters: with its lowest bit turned, the log is refused', () => {
  const changed = Buffer.from(bytes);
  const accepted: number[] = [];
  for (let at = 0; at < changed.length; at++) {
    changed[at] = (bytes[at] ?? 0) ^ 1;
    if (verifyDidLog(changed, { witnessProofs }).ok) accepted.push(at);
    changed[at] = bytes[at] ?? 0;
  }
  expect(accepted).toEqual([]);
});

test('any byte changed to any other is refused, and so is one left out or put in', () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ difference;
      expect(verifyDidLog(changed, { witnessProofs }).ok).toBe(false);
      const inserted = Buffer.concat([bytes.subarray(0, at), Buffer.from([difference]), bytes.subarray(at)]);
      // White space between the tokens of a JSON text is not part of what it says.
      const isSpace = [0x20, 0x09, 0x0a, 0x0d].includes(difference);
      if (!isSpace) expect(verifyDidLog(inserted, { witnessProofs }).ok).toBe(false);
      const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      if (at < bytes.length - 1) expect(verifyDidLog(shorter, { witnessProofs }).ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('any value changed anywhere in parsed entries is refused', () => {
  const paths: (readonly (string | number)[])[] = [];
  const collect = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return void paths.push(path);
    for (const [name, inner] of Object.entries(value)) collect(inner, [...path, name]);
  };
  collect(log, []);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, replacement) => {
      const copy = structuredClone(log) as unknown;
      let holder = copy as Record<string | number, unknown>;
      for (const name of path.slice(0, -1)) holder = holder[name] as Record<string | number, unknown>;
      const last = path.at(-1)!;
      fc.pre(JSON.stringify(holder[last]) !== JSON.stringify(replacement));
      holder[last] = replacement;
      expect(verifyDidLog(copy, { witnessProofs }).ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.json(),
  fc.array(fc.json()).map((lines) => lines.map((line) => `${line}\n`).join('')),
  fc.uint8Array(),
);

/** Entries that look right at first, with any value in one of their members. */
const almostEntry = fc
  .tuple(fc.constantFrom('versionId', 'versionTime', 'parameters', 'state', 'proof'), fc.anything())
  .map(([name, value]) => [{ ...member.log[0], [name]: value }]);

const almostParameters = fc
  .tuple(
    fc.constantFrom(
      ...['method', 'scid', 'updateKeys', 'nextKeyHashes', 'witness', 'watchers', 'ttl', '__proto__'],
    ),
    fc.jsonValue(),
  )
  .map(([name, value]) => {
    const parameters = JSON.stringify({ ...member.log[0]!.parameters, [`x${name}`]: value }).replace(
      JSON.stringify(`x${name}`),
      JSON.stringify(name),
    );
    return JSON.stringify({ ...member.log[0], parameters: 0 }).replace(
      '"parameters":0',
      () => `"parameters":${parameters}`,
    );
  });

test('whatever is handed over as a log or as proofs gives a value or a failure that names its rule', () => {
  fc.assert(
    fc.property(fc.oneof(anything, almostEntry, almostParameters), anything, (value, proofs) => {
      const result = verifyDidLog(value, { witnessProofs: proofs });
      expect(result.ok).toBe(false);
      if (!result.ok) expect(result.error.message).toContain(`"${result.error.rule}"`);
      const known = verifyDidLog(log, { witnessProofs: proofs });
      expect(known.ok).toBe(false);
    }),
    { numRuns: 800 },
  );
});

test('any text is a DID or a typed error', () => {
  const { scid } = member;
  const almost = fc.string().map((tail) => `did:webvh:${scid}:${tail}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), almost), (did) => {
      try {
        const { host, port, path } = parseDidWebvh(did);
        expect(
          [`did:webvh:${scid}`, host + (port === null ? '' : `%3A${port}`), ...path].join(':').toLowerCase(),
        ).toBe(did.toLowerCase());
      } catch (error) {
        expect(error).toBeInstanceOf(GhostStackError);
        expect((error as GhostStackError).code).toBe('malformed');
      }
    }),
    { numRuns: 1000 },
  );
});

test('what is appended with any parameters is either refused at once or accepted by every reader', () => {
  const { log: plain } = plainLog();
  const parameters = fc.record(
    {
      updateKeys: fc.array(fc.constantFrom(multikey(1), multikey(2), 'z6Mk'), { maxLength: 2 }),
      nextKeyHashes: fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }),
      watchers: fc.array(fc.constantFrom('https://a.example', 'https://b.example', 'no address'), {
        maxLength: 2,
      }),
      portable: fc.boolean(),
      deactivated: fc.boolean(),
      ttl: fc.integer(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(parameters, (changes) => {
      try {
        const longer = appendDidLogEntry({
          log: plain,
          signingKey: key(1),
          nowMs: START_MS,
          parameters: changes,
        });
        expect(verifyDidLog(formatDidLog(longer)).ok).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(GhostStackError);
      }
    }),
    { numRuns: 200 },
  );
});
