import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { readCanonicalJson } from '../../electron/node/crypto/read-canonical.ts';
import { verifySignature, verifySignatureAside } from '../../electron/node/crypto/signature-rule.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { parseStrictJson } from '../../electron/node/crypto/strict-json.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 20_000 : 1_500;
const LIMITS = { maxBytes: 4096 };

/** Keys that runtimes order in a way of their own, that are written in several ways, or that vanish in copies. */
const key = fc.oneof(
  fc.constantFrom(
    '10',
    '9',
    '01',
    '',
    'a',
    'A',
    '\u{1f600}',
    '\uffff',
    '__proto__',
    'toJSON',
    '"',
    '\\ud',
    'é',
  ),
  fc.string({ maxLength: 3, unit: 'binary' }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1, 1e21, 1e-7, 0.1, 2 ** 53, '\u007f', '\u2028', '\\ud800', '/'),
    fc.string({ maxLength: 6, unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  ),
}));

/** Canonical texts, others of the same value, and what is nearly JSON. */
const text = fc
  .tuple(
    value,
    fc.constantFrom('canonical', 'as it comes', 'spaced'),
    fc.option(fc.tuple(fc.nat(), fc.constantFrom(...'{}[],:"\\ 0-.eu\ud800', '\\ud800', '"a":1,', '1e400'))),
  )
  .map(([of, form, change]) => {
    const plain =
      form === 'canonical' ? canonicalize(of) : JSON.stringify(of, null, form === 'spaced' ? 1 : 0);
    if (change === null) return plain;
    const at = change[0] % (plain.length + 1);
    return plain.slice(0, at) + change[1] + plain.slice(at + (change[0] % 2));
  });

function strictly(read: string): unknown {
  const parsed = parseStrictJson(read, LIMITS);
  return { value: parsed, isCanonical: canonicalize(parsed) === read && !hasProto(parsed) };
}

function hasProto(of: unknown): boolean {
  if (typeof of !== 'object' || of === null) return false;
  return Object.entries(of).some(([name, member]) => name === '__proto__' || hasProto(member));
}

function resultOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    return String(thrown);
  }
}

describe('the quick reader of canonical JSON', () => {
  it('says of any text what the strict reader and the canonical form say together', () => {
    fc.assert(
      fc.property(text, (read) => {
        expect(resultOf(() => readCanonicalJson(read, LIMITS))).toEqual(resultOf(() => strictly(read)));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['too deep', '['.repeat(65) + ']'.repeat(65)],
    ['far too deep', '['.repeat(2000) + ']'.repeat(2000)],
    ['at the limit of size', `"${'é'.repeat(2047)}"`],
    ['beyond it', `"${'é'.repeat(2048)}"`],
  ])('agrees on a text that is %s', (_, read) => {
    expect(resultOf(() => readCanonicalJson(read, LIMITS))).toEqual(resultOf(() => strictly(read)));
  });
});

describe('a signature that is checked aside', () => {
  const signer = SigningKey.fromSeed(new Uint8Array(32).fill(3));

  it('counts if and only if it counts at once, whatever was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 40 }),
        fc.option(fc.tuple(fc.nat(63), fc.nat(7))),
        fc.option(fc.tuple(fc.nat(31), fc.nat(7))),
        async (message, ofSignature, ofKey) => {
          const signature = Uint8Array.from(signer.sign(message));
          const publicKey = Uint8Array.from(signer.publicKey);
          if (ofSignature) signature[ofSignature[0]]! ^= 1 << ofSignature[1];
          if (ofKey) publicKey[ofKey[0]]! ^= 1 << ofKey[1];
          const atOnce = verifySignature(signature, message, publicKey);
          expect(await verifySignatureAside(signature, message, publicKey)).toBe(atOnce);
          expect(atOnce).toBe(ofSignature === null && ofKey === null);
        },
      ),
      { numRuns: process.env.GHOSTSTACK_LONG ? 1000 : 60 },
    );
  });
});
