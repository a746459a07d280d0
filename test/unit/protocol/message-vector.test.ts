import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { decodePayload, encodePayload } from '../../../electron/node/messaging/payload.ts';
import type { MessageVector } from '../../support/protocol/message-vector.ts';
import { readJson } from '../../support/protocol/read-vectors.ts';
import { expectCode } from '../../support/throws-code.ts';

const { plaintexts, refused, senderKeys, recipientKeys } = readJson<MessageVector>('messages.json');

describe('messages.json', () => {
  it('has plaintexts that are read as it says, and written so', () => {
    for (const { text, read } of plaintexts) {
      const payload = decodePayload(Buffer.from(text));
      const shown =
        payload.kind === 'part'
          ? { ...payload, data: Buffer.from(payload.data).toString('base64url') }
          : payload;
      expect(shown).toEqual(read);
      expect(Buffer.from(encodePayload(payload)).toString('utf8')).toBe(text);
      expect(canonicalize(JSON.parse(text))).toBe(text);
    }
  });

  it.each(refused.map(({ why, text }) => [why, text]))('refuses %s', (_why, text) => {
    expectCode('malformed', () => decodePayload(Buffer.from(text)));
  });

  it('says which keys count, and until when', () => {
    expect(senderKeys.judged.map(({ refused }) => refused)).toEqual([
      null,
      null,
      'old-key',
      null,
      null,
      'unknown-key',
    ]);
    const [, second] = senderKeys.versions;
    expect(senderKeys.judged.map(({ changedAt }) => changedAt)).toEqual([
      second!.versionTime,
      second!.versionTime,
      null,
      null,
      null,
      null,
    ]);
    expect(recipientKeys.judged.map(({ refused }) => refused)).toEqual(['old-key', null, 'wrong-recipient']);
  });
});
