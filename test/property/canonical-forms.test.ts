/** What is read and written in one pass, for speed, is what the readers and writers for everything say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { verifyJson } from '../../electron/node/crypto/signed-json.ts';
import { parseStrictJson } from '../../electron/node/crypto/strict-json.ts';
import { readAcknowledgement, signAcknowledgement } from '../../electron/node/messaging/acknowledgement.ts';
import { readCanonicalEnvelope } from '../../electron/node/messaging/canonical-envelope.ts';
import { Envelope } from '../../electron/node/messaging/envelope.ts';
import { ENVELOPE_MAX_BYTES } from '../../electron/node/messaging/limits.ts';
import { envelopeFrom, person } from '../support/messaging.ts';

const [alice, bob] = [person('alice'), person('bob')];

/** The envelope if the text is exactly its JCS. */
function readSlowly(text: string): Envelope | null {
  try {
    const parsed = Envelope.safeParse(parseStrictJson(text, { maxBytes: ENVELOPE_MAX_BYTES }));
    return parsed.success && canonicalize(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
}

test('an envelope is read in one pass exactly where its text is its JCS', async () => {
  const text = Buffer.from(await envelopeFrom(alice, bob, 'Hello Bob')).toString();
  expect(readCanonicalEnvelope(text)).toEqual(readSlowly(text));
  expect(readCanonicalEnvelope(text)).not.toBeNull();
  const pieces = [
    '',
    '0',
    '-',
    '1',
    '00000000000000',
    '.',
    '"',
    ',',
    '{',
    '}',
    '\n',
    'é',
    '_',
    '"v":1,',
    ',"v":2',
    '=',
  ];
  const same = (from: number, cut: number, put: string): void => {
    const changed = text.slice(0, from) + put + text.slice(from + cut);
    expect(readCanonicalEnvelope(changed)).toEqual(readSlowly(changed));
  };
  // Where each value begins, everything; elsewhere, by chance.
  for (const { index } of text.matchAll(/(?<=[:"])./g))
    for (const put of pieces) for (const cut of [0, 1]) same(index, cut, put);
  fc.assert(
    fc.property(fc.nat({ max: text.length }), fc.constantFrom(0, 1, 2, 10), fc.constantFrom(...pieces), same),
    { numRuns: 500 },
  );
});

test('an acknowledgement is signed over its JCS, whatever its ids are', () => {
  const id = fc.oneof(fc.constant(null), fc.uuid(), fc.string({ unit: 'grapheme', maxLength: 20 }));
  const hash = fc.option(fc.stringMatching(/^[0-9a-f]{64}$/));
  const result = fc.record({ id, hash, status: fc.constantFrom('stored' as const, 'replayed' as const) });
  const recipient = { did: bob.identity.did, key: bob.key };
  fc.assert(
    fc.property(fc.array(result, { maxLength: 5 }), fc.nat(), (results, nowMs) => {
      const acknowledgement = signAcknowledgement(recipient, results, nowMs);
      const { signature, ...signed } = acknowledgement;
      expect(verifyJson(signature, 'ghoststack/ack/v1', signed, bob.identity.signingKey)).toBe(true);
      expect(readAcknowledgement(acknowledgement, bob.identity, results.length)).toEqual(acknowledgement);
    }),
    { numRuns: 100 },
  );
});
