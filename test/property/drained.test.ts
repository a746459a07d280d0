/** What comes by the frame is judged as if each envelope came by itself, and read as the strict reader reads it. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../electron/node/crypto/hash.ts';
import { signJson } from '../../electron/node/crypto/signed-json.ts';
import {
  ENVELOPE_DOMAIN,
  Envelope,
  envelopeAad,
  readCarried,
} from '../../electron/node/messaging/envelope.ts';
import { envelopeText, signedText } from '../../electron/node/messaging/envelope-text.ts';
import { type Vouch, vouchFor } from '../../electron/node/messaging/vouch.ts';
import { envelopeFrom, type Person, person, type TestNode, testNode, texts } from '../support/messaging.ts';

const [alice, bob, carol, mallory] = ['alice', 'bob', 'carol', 'mallory'].map(person) as [
  Person,
  Person,
  Person,
  Person,
];

const letters = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const BASE64URL = 'ABCXYZabcxyz0189-_';
const base64url = (length: number) => letters(BASE64URL, length, length);
const hash = letters('0123456789abcdef', 64, 64);
const did = letters('Az09._:%-', 1, 40).map((rest) => `did:key:${rest}`);
const multikey = letters('123ABCabc', 40, 60).map((rest) => `z${rest}`);
const count = fc.oneof(fc.constant(-0), fc.maxSafeNat());

const anyEnvelope = fc
  .record({
    v: fc.constant(1),
    id: fc.uuid(),
    cell: hash,
    sender_did: did,
    recipient_did: did,
    gen: count,
    seq: count,
    nonce: base64url(22),
    timestamp: fc.nat(),
    keys: fc.record({ sig: multikey, from: multikey, to: multikey }),
    enc: base64url(43),
    payload_hash: hash,
    payload: letters(BASE64URL, 0, 60),
    signature: base64url(86),
  })
  .chain((rest) =>
    fc.integer({ min: 1, max: 2_000_000 }).map((life) => ({ ...rest, expires_at: rest.timestamp + life })),
  )
  .map((envelope) => Envelope.parse(envelope));

describe('An envelope', () => {
  it('is put together as its JCS, with and without what is left out of it', () => {
    fc.assert(
      fc.property(anyEnvelope, (envelope) => {
        const { signature, ...signed } = envelope;
        const { payload, payload_hash, ...header } = signed;
        expect(envelopeText(envelope)).toBe(canonicalize(envelope));
        expect(signedText(signed)).toBe(canonicalize(signed));
        expect(Buffer.from(envelopeAad(header)).toString()).toBe(canonicalize(header));
      }),
    );
  });

  it('is read from bytes as the strict reader reads it from text, whatever was changed in it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ' ',
        '\n',
        '"v":1,',
        '"id":"x",',
        '\\u0041',
        '\\ud800',
        '1e400',
        '-0',
        '\0',
        'é',
        '{',
        '}',
        '0',
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        anyEnvelope,
        fc.nat(),
        fc.nat(3),
        piece,
        fc.boolean(),
        (envelope, where, drop, put, order) => {
          const text = order ? JSON.stringify(envelope) : envelopeText(envelope);
          const at = where % (text.length + 1);
          const changed = text.slice(0, at) + put + text.slice(at + drop);
          // A lone half of a pair has no bytes of its own.
          fc.pre(changed.isWellFormed());
          expect(readCarried(Buffer.from(changed))).toEqual(readCarried(changed));
        },
      ),
    );
  });
});

/** Good and bad, some of them twice: by known senders and by a stranger. */
async function someEnvelopes(): Promise<Uint8Array[]> {
  const [one, two, three] = await Promise.all(
    ['one', 'two', 'three'].map((text) => envelopeFrom(alice, bob, text)),
  );
  const ofCarol = await Promise.all(['four', 'five'].map((text) => envelopeFrom(carol, bob, text)));
  const stranger = await envelopeFrom(mallory, bob, 'let me in');
  const forged = { ...parsed(ofCarol[0]!), sender_did: alice.identity.did };
  const otherNonce = resigned({ ...parsed(one!), id: parsed(two!).id });
  const unopenable = resigned({ ...parsed(three!), seq: 77, id: randomUUID(), nonce: 'A'.repeat(22) });
  const spaced = Buffer.from(JSON.stringify(parsed(two!), null, 1));
  return [
    one!,
    two!,
    spaced,
    three!,
    ...ofCarol,
    stranger,
    Buffer.from(canonicalize(forged)),
    otherNonce,
    unopenable,
    Buffer.from('junk'),
  ];
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
  return JSON.parse(Buffer.from(bytes).toString());
}

function resigned(envelope: Record<string, unknown>): Uint8Array {
  const { signature, ...signed } = envelope;
  return Buffer.from(canonicalize({ ...signed, signature: signJson(alice.key, ENVELOPE_DOMAIN, signed) }));
}

function vouchOf(sender: Person, envelopes: readonly Uint8Array[]): Vouch {
  const hashes = envelopes.map((bytes) => {
    const read = readCarried(bytes);
    return read.ok ? sha256Hex(read.value.text) : '0'.repeat(64);
  });
  return vouchFor({ did: sender.identity.did, key: sender.key }, bob.identity.did, hashes);
}

describe('Envelopes that come together', () => {
  it('get the answers that each would get by itself, whatever the frames, the vouches and what runs beside', async () => {
    const all = await someEnvelopes();
    const receiver = (): TestNode => testNode(bob, [alice, carol]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(all.length - 1), { minLength: 1, maxLength: 24 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('none', 'own', 'wrong'),
        fc.boolean(),
        async (order, sizes, vouching, beside) => {
          const envelopes = order.map((at) => all[at]!);
          const [alone, together] = [receiver(), receiver()];
          const expected: string[] = [];
          for (const one of envelopes) expected.push((await alone.inbox.receive([one])).results[0]!.status);
          const batches: { envelopes: Uint8Array[]; vouch?: Vouch }[] = [];
          for (let at = 0, turn = 0; at < envelopes.length; turn += 1) {
            const size = sizes[turn % sizes.length]!;
            const batch = envelopes.slice(at, at + size);
            const vouch = {
              none: undefined,
              own: vouchOf(carol, batch),
              wrong: vouchOf(alice, batch.toReversed()),
            };
            batches.push({ envelopes: batch, vouch: vouch[vouching as 'own'] });
            at += size;
          }
          const half = Math.ceil(batches.length / 2);
          const parts = beside ? [batches] : [batches.slice(0, half), batches.slice(half)];
          const answers = [];
          for (const part of parts) answers.push(...(await together.inbox.receiveAll(part)));
          expect(answers.flatMap(({ results }) => results.map(({ status }) => status))).toEqual(expected);
          expect(texts(together.inbox.messages)).toEqual(texts(alone.inbox.messages));
          await Promise.all([alone.close(), together.close()]);
        },
      ),
      { numRuns: process.env.GHOSTSTACK_LONG === '1' ? 400 : 60 },
    );
  });
});
