import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { encodeBase64url } from '../../electron/node/crypto/base64url.ts';
import { readAcknowledgement } from '../../electron/node/messaging/acknowledgement.ts';
import { readEnvelope } from '../../electron/node/messaging/envelope.ts';
import {
  FILE_MAX_BYTES,
  PARTS_MAX,
  partsOf,
  SMALL_FILE_MAX_BYTES,
} from '../../electron/node/messaging/file-offer.ts';
import { decodePayload, encodePayload, requireMessageText } from '../../electron/node/messaging/payload.ts';
import { envelopeFrom, person, testNode } from '../support/messaging.ts';

const alice = person('alice');
const bob = person('bob');

describe('Envelopes', () => {
  it('with any one byte changed are refused, and so are those with a byte added or missing', async () => {
    const node = testNode(bob, [alice]);
    const envelope = await envelopeFrom(alice, bob, 'Hello Bob');
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: envelope.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom('change', 'insert', 'remove'),
        async (at, byte, how) => {
          const before = envelope.subarray(0, at);
          const after = envelope.subarray(at + (how === 'insert' ? 0 : 1));
          const changed = Buffer.concat([
            before,
            how === 'remove' ? new Uint8Array(0) : Uint8Array.of(byte),
            after,
          ]);
          fc.pre(!changed.equals(envelope));
          const { results } = await node.inbox.receive([changed]);
          // White space between members says the same thing, so it is the same envelope.
          if (JSON.stringify(tryParse(changed)) === envelope.toString()) return;
          expect(results[0]!.status).not.toBe('stored');
        },
      ),
      { numRuns: 400 },
    );
    const { results } = await node.inbox.receive([envelope]);
    expect(results[0]!.status).toBe('stored');
    await node.close();
  });

  it('any bytes and any JSON are an envelope or a typed failure', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), fc.json(), fc.string(), fc.anything());
    fc.assert(
      fc.property(anything, (carried) => {
        const read = readEnvelope(carried);
        expect(read.ok).toBe(false);
        if (!read.ok) expect(['malformed', 'too-large', 'unsupported']).toContain(read.error.code);
      }),
    );
  });

  it('an envelope with any member replaced by any value is refused', async () => {
    const node = testNode(bob, [alice]);
    const envelope = JSON.parse(Buffer.from(await envelopeFrom(alice, bob, 'Hello Bob')).toString());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(envelope)), fc.jsonValue(), async (member, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(envelope[member]));
        const changed = JSON.stringify({ ...envelope, [member]: value });
        const { results } = await node.inbox.receive([changed]);
        expect(results[0]!.status).not.toBe('stored');
      }),
      { numRuns: 200 },
    );
    expect(node.inbox.messages).toEqual([]);
    await node.close();
  });

  it('an inbox never throws for what is in a batch, and answers for each envelope', async () => {
    const node = testNode(bob, [alice]);
    const good = await envelopeFrom(alice, bob, 'good');
    const bad = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json(), fc.anything());
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { maxLength: 6 }), fc.nat(6), async (junk, at) => {
        const batch = [...junk.slice(0, at), good, ...junk.slice(at)];
        const { results } = await node.inbox.receive(batch);
        expect(results).toHaveLength(batch.length);
        expect(results.filter(({ status }) => status === 'stored')).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
    expect(node.inbox.messages).toHaveLength(1);
    await node.close();
  });
});

describe('Payloads', () => {
  it('read back as they were written, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 500 });
    const uuid = fc.uuid();
    const reply = fc.option(uuid);
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeBase64url);
    const hash = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString('hex'));
    const facts = fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
      type: text,
      sha256: hash,
    });
    const small = fc
      .integer({ min: 1, max: SMALL_FILE_MAX_BYTES })
      .map((bytes) => ({ bytes, way: { parts: partsOf(bytes) } }));
    const large = fc.record({
      bytes: fc.integer({ min: 1, max: FILE_MAX_BYTES }),
      way: fc.record({ key, root: hash }),
    });
    const file = fc.tuple(facts, fc.oneof(small, large)).map(([one, other]) => ({ ...one, ...other }));
    fc.assert(
      fc.property(
        uuid,
        text,
        fc.boolean(),
        reply,
        fc.option(file),
        fc.option(hash),
        fc.option(fc.record({ whole: fc.dictionary(uuid, text), jwt: text, disclosures: fc.array(text) })),
        (mid, value, broadcast, reply, file, agent, credential) => {
          requireMessageText(value);
          const payload = {
            kind: 'message',
            mid,
            text: value,
            broadcast,
            reply,
            agent,
            file,
            credential,
          } as const;
          expect(decodePayload(encodePayload(payload))).toEqual(payload);
          if (file === null) return;
          expect(decodePayload(encodePayload({ ...payload, text: '' }))).toEqual({ ...payload, text: '' });
        },
      ),
    );
  });

  it('parts read back as they were written', () => {
    const data = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const index = fc.integer({ min: 0, max: PARTS_MAX - 1 });
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), index, data, (mid, of, index, data) => {
        const payload = { kind: 'part', mid, of, index, data } as const;
        expect(decodePayload(encodePayload(payload))).toEqual(payload);
      }),
    );
  });

  it('any bytes are a message or a typed failure', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          expectTyped(() => decodePayload(bytes));
        },
      ),
    );
  });
});

describe('Acknowledgements', () => {
  it('any value is refused with a typed failure unless the recipient signed it for this batch', async () => {
    const node = testNode(bob, [alice]);
    const batch = [await envelopeFrom(alice, bob, 'one'), await envelopeFrom(alice, bob, 'two')];
    const signed = await node.inbox.receive(batch);
    expect(readAcknowledgement(signed, bob.identity, 2)).toEqual(signed);
    expect(readAcknowledgement(JSON.stringify(signed), bob.identity, 2)).toEqual(signed);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(signed)), fc.jsonValue(), (member, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(signed[member as 'v']));
        expectRefused(() => readAcknowledgement({ ...signed, [member]: value }, bob.identity, 2));
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => expectRefused(() => readAcknowledgement(value, bob.identity, 2))),
    );
    expectRefused(() => readAcknowledgement(signed, bob.identity, 3));
    expectRefused(() => readAcknowledgement(signed, alice.identity, 2));
    await node.close();
  });
});

function expectTyped(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(GhostStackError);
  }
}

function expectRefused(run: () => unknown): void {
  expect(run).toThrow(GhostStackError);
}

function tryParse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
