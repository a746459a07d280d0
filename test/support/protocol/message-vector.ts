import { spelledMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { MemberKeys } from '../../../electron/node/messaging/directory.ts';
import { recipientRefusal, senderKeys } from '../../../electron/node/messaging/envelope-keys.ts';
import { PART_BYTES } from '../../../electron/node/messaging/file-offer.ts';
import {
  encodePayload,
  type MessagePayload,
  type Payload,
} from '../../../electron/node/messaging/payload.ts';
import { STARTED_AT_MS } from './vector-member.ts';

interface Keys {
  readonly sig: string;
  readonly from: string;
  readonly versionTime: number;
}

export interface MessageVector {
  readonly comment: string;
  /** Each as UTF-8, and how it is read. Bytes are base64url. */
  readonly plaintexts: readonly { readonly text: string; readonly read: object }[];
  /** Each sealed by its sender, and `unopenable`. */
  readonly refused: readonly { readonly why: string; readonly text: string }[];
  readonly senderKeys: {
    /** Of a DID log, the newest last; `versionTime` in seconds. */
    readonly versions: readonly Keys[];
    readonly judged: readonly {
      readonly keys: Pick<Keys, 'sig' | 'from'>;
      readonly timestamp: number;
      /** The code, or null; and, of an earlier version, when it was changed, in seconds. */
      readonly refused: string | null;
      readonly changedAt: number | null;
    }[];
  };
  readonly recipientKeys: {
    readonly versions: readonly string[];
    readonly held: readonly string[];
    readonly judged: readonly { readonly to: string; readonly refused: string | null }[];
  };
}

const DAY_S = 86_400;
const STARTED_AT = STARTED_AT_MS / 1000;
const mid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const SHA256 = '0a'.repeat(32);
const FILE = { name: 'boiler.pdf', type: 'application/pdf', bytes: 2 * PART_BYTES + 1, sha256: SHA256 };
const KEY = Buffer.alloc(32, 5).toString('base64url');
const ROOT = '0b'.repeat(32);
/** The digest of an agent's cycle. */
const CYCLE = '0c'.repeat(32);

/** Both forms; what they are is under Credentials. */
const CREDENTIAL = {
  whole: { id: 'urn:uuid:0' },
  jwt: 'e30.e30.AA',
  disclosures: ['WyJBQSIsInJvbGUiLCJyZWxheSJd'],
};

const TEXT: MessagePayload = {
  kind: 'message',
  mid: mid(1),
  text: 'Is the boiler on?',
  broadcast: false,
  reply: null,
  agent: null,
  credential: null,
  file: null,
};

const PAYLOADS: readonly Payload[] = [
  TEXT,
  { ...TEXT, mid: mid(2), broadcast: true, text: 'We meet at six.' },
  { ...TEXT, mid: mid(3), reply: mid(1), text: 'It is.' },
  { ...TEXT, mid: mid(4), text: '', file: { ...FILE, way: { parts: 3 } } },
  { ...TEXT, mid: mid(5), file: { ...FILE, bytes: 2 ** 30, way: { key: KEY, root: ROOT } } },
  { ...TEXT, mid: mid(7), broadcast: true, agent: CYCLE, text: 'A vote is open: P-3. Please vote.' },
  { ...TEXT, mid: mid(8), text: 'Mesh member', credential: CREDENTIAL },
  { kind: 'part', mid: mid(6), of: mid(4), index: 2, data: new Uint8Array([7]) },
];

const MESSAGE = { mid: mid(1), text: 'Hello' };
const WITH_FILE = { ...MESSAGE, file: FILE };
const REFUSED: Readonly<Record<string, object>> = {
  'no mid': { text: 'Hello' },
  'a mid in upper case': { ...MESSAGE, mid: 'ABCDEF00-0000-4000-8000-000000000001' },
  'no text, and no file': { mid: mid(1), text: '' },
  'a file that comes no way': WITH_FILE,
  'a file that comes in two ways': { ...WITH_FILE, parts: 3, key: KEY, root: ROOT },
  'another number of parts than the file has': { ...WITH_FILE, parts: 2 },
  'parts of more than 1 MiB': { ...WITH_FILE, file: { ...FILE, bytes: 2 ** 20 + 1 }, parts: 11 },
  'a file of more than 2^30 bytes': {
    ...WITH_FILE,
    file: { ...FILE, bytes: 2 ** 30 + 1 },
    key: KEY,
    root: ROOT,
  },
  'an agent in upper case': { ...MESSAGE, agent: CYCLE.toUpperCase() },
  'an agent that is null': { ...MESSAGE, agent: null },
  'a key of another length': { ...WITH_FILE, key: KEY.slice(4), root: ROOT },
  'part 11, from 0': { mid: mid(6), part: { of: mid(4), index: 11, data: 'Bw' } },
  'a part of nothing': { mid: mid(6), part: { of: mid(4), index: 0, data: '' } },
};

/** Two versions, a week apart. */
const VERSIONS: readonly MemberKeys[] = [1, 2].map((seed) => {
  const key = SigningKey.fromSeed(new Uint8Array(32).fill(seed));
  return {
    signingKey: key.publicKey,
    sealingKey: key.sealing.publicKey,
    versionTimeMs: STARTED_AT_MS + (seed - 1) * 7 * DAY_S * 1000,
    afterLoss: false,
  };
});

function spelled({ signingKey, sealingKey, versionTimeMs }: MemberKeys): Keys {
  const sig = spelledMultikey('ed25519', signingKey);
  return { sig, from: spelledMultikey('x25519', sealingKey), versionTime: versionTimeMs / 1000 };
}

/** Plaintexts of messages and parts, and which keys of an envelope count. */
export function messageVector(): MessageVector {
  const [first, second] = VERSIONS.map(spelled) as [Keys, Keys];
  const nobody = spelledMultikey('x25519', new Uint8Array(32).fill(9));
  const cases = [
    [first, STARTED_AT],
    [first, second.versionTime + DAY_S],
    [first, second.versionTime + DAY_S + 1],
    [second, second.versionTime + 30 * DAY_S],
    [second, STARTED_AT],
    [{ sig: second.sig, from: first.from }, STARTED_AT],
  ] as const;
  return {
    comment: 'What is sealed in envelopes, and which versions of keys they may be signed with and sealed to',
    plaintexts: PAYLOADS.map((payload) => ({
      text: Buffer.from(encodePayload(payload)).toString('utf8'),
      read:
        'data' in payload ? { ...payload, data: Buffer.from(payload.data).toString('base64url') } : payload,
    })),
    refused: Object.entries(REFUSED).map(([why, json]) => ({ why, text: JSON.stringify(json) })),
    senderKeys: {
      versions: [first, second],
      judged: cases.map(([{ sig, from }, timestamp]) => {
        const to = nobody;
        const judged = senderKeys({ keys: { sig, from, to }, timestamp }, VERSIONS);
        const refused = 'refusal' in judged ? judged.refusal : null;
        const changedAtMs = 'refusal' in judged ? null : judged.changedAtMs;
        return {
          keys: { sig, from },
          timestamp,
          refused,
          changedAt: changedAtMs === null ? null : changedAtMs / 1000,
        };
      }),
    },
    recipientKeys: {
      versions: [first.from, second.from],
      held: [second.from],
      judged: [first.from, second.from, nobody].map((to) => ({
        to,
        refused: recipientRefusal(to, (key) => key === second.from, VERSIONS),
      })),
    },
  };
}
