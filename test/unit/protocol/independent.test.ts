/** The vectors once more, without a line of the product: node:crypto, and what docs/protocol.md says of the bytes. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileText, readCells, readJson } from '../../support/protocol/read-vectors.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The 32 bytes of a Multikey: base58btc, after `z` and the two bytes that say Ed25519. */
function keyBytes(multikey: string): Buffer {
  let value = 0n;
  for (const character of multikey.slice(1)) value = value * 58n + BigInt(ALPHABET.indexOf(character));
  const bytes = Buffer.from(value.toString(16), 'hex');
  expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xed, 0x01]));
  return bytes.subarray(2);
}

function isSigned(domain: string, text: string, signature: string, multikey: string): boolean {
  const key = createPublicKey({
    key: Buffer.concat([SPKI, keyBytes(multikey)]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(`${domain}\n${text}`), key, Buffer.from(signature, 'base64url'));
}

/** RFC 8785 for values without fractions. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${jcs(member)}`).join(',')}}`;
}

/** `{"entry":<entry>,"signature":"<signature>"}` */
function parts(line: string): { entry: string; signature: string } {
  const end = line.lastIndexOf(',"signature":"');
  return { entry: line.slice('{"entry":'.length, end), signature: line.slice(end + 14, -2) };
}

interface Pair {
  readonly seed: string;
  readonly key: string;
}
interface Member extends Pair {
  readonly scid: string;
  /** Keys that it has later in some cells. */
  readonly later: readonly Pair[];
}
const members = readJson<Member[]>('members.json');
const cells = readCells();

it('the keys of members.json are those of their seeds', () => {
  for (const { seed, key } of members.flatMap((member) => [member, ...member.later])) {
    const privateKey = createPrivateKey({
      key: Buffer.concat([PKCS8, Buffer.from(seed, 'hex')]),
      format: 'der',
      type: 'pkcs8',
    });
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    expect(spki.subarray(-32)).toEqual(keyBytes(key));
  }
});

describe.each(cells.map((vector) => [vector.name, vector] as const))('cells/%s', (_, vector) => {
  it('has entries whose text gives the hash, and was signed by the key of their author', () => {
    expect(vector.lines.length).toBe(vector.entries.length);
    vector.lines.forEach((line, i) => {
      const { entry, signature } = parts(line);
      expect(sha256(entry)).toBe(vector.entries[i]?.hash);
      const { author, key } = JSON.parse(entry) as { author: string; key: string };
      expect(isSigned('ghoststack/entry/v1', entry, signature, key)).toBe(true);
      const member = members.find(({ scid }) => scid === author);
      const pair = member && [member, ...member.later].find((one) => one.key === key);
      expect(pair?.key).toBe(key);
      const privateKey = createPrivateKey({
        key: Buffer.concat([PKCS8, Buffer.from(pair?.seed ?? '', 'hex')]),
        format: 'der',
        type: 'pkcs8',
      });
      const again = sign(null, Buffer.from(`ghoststack/entry/v1\n${entry}`), privateKey);
      expect(again.toString('base64url')).toBe(signature);
    });
  });

  it('has hashes of state and certificates, and coordinators, that follow from what stands beside them', () => {
    const { state, stateHash, slots } = vector.expected;
    expect(sha256(jcs(state))).toBe(stateHash);
    for (const { slot, n, f, q, coordinators, certificates } of slots) {
      expect([f, q]).toEqual([Math.floor((n - 1) / 3), Math.floor((n + f) / 2) + 1]);
      const order = coordinators.toSorted((a, b) => (sha256(slot + a) < sha256(slot + b) ? -1 : 1));
      expect(coordinators).toEqual(order);
      for (const { hash, ballot, closes } of certificates) {
        const list = closes.map((close) => `"${close}"`).join(',');
        expect(sha256(`{"ballot":"${ballot}","closes":[${list}],"slot":"${slot}"}`)).toBe(hash);
      }
    }
  });
});

it('export.jsonl ends with a seal over all the bytes before it', () => {
  const text = fileText('export.jsonl');
  const last = text.lastIndexOf('\n', text.length - 2) + 1;
  const { seal, signature } = JSON.parse(text.slice(last));
  expect(sha256(text.slice(0, last))).toBe(seal.before);
  expect(isSigned('ghoststack/log-seal/v1', jcs(seal), signature, seal.key)).toBe(true);
  expect(text.slice(last)).toBe(`${jcs({ seal, signature })}\n`);
});
