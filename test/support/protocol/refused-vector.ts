/** Texts that are no entries, and entries that can have no place in the log of the cell of three. */
import type { ErrorCode } from '#shared/contract/errors.ts';
import { ENTRY_DOMAIN, type Entry } from '#shared/protocol/log/entry.ts';
import type { RefusedCode } from '#shared/protocol/log/refusal.ts';
import { decodeBase64url, encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { signJson } from '../../../electron/node/crypto/signed-json.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { foundingOf } from '../cell/founding.ts';
import { nested } from './edge-scenario.ts';
import { admission, cellOfThree } from './vector-cell.ts';
import { type Person, people, STARTED_AT_MS } from './vector-member.ts';

export interface RefusedText {
  readonly note: string;
  readonly code: ErrorCode | RefusedCode;
  readonly text: string;
}

export interface RefusedVector {
  readonly comment: string;
  readonly base: string;
  /** Refused as texts, whatever else is known. */
  readonly texts: readonly RefusedText[];
  /** Signed entries that are refused for good when all of `base` is held. */
  readonly entries: readonly RefusedText[];
  /** Signed entries of kind `found`, or in its place, that found no cell: that of their own hash. */
  readonly foundings: readonly RefusedText[];
}

/** Signs what no schema was asked about. */
function sealed(entry: unknown, key: SigningKey, domain = ENTRY_DOMAIN): string {
  return canonicalize({ entry, signature: signJson(key, domain, entry) });
}

export function refusedVector(): RefusedVector {
  const cell = cellOfThree();
  const [alice, bob, carol] = [cell.member('alice'), cell.member('bob'), cell.member('carol')];
  const { key } = people.alice;
  const good = alice.next('note', { n: 1 });
  return {
    comment: 'Each line is refused with its code, alone, by a holder of all entries of the base.',
    base: 'three',
    texts: refusedTexts(good, key),
    entries: refusedEntries(),
    foundings: refusedFoundings(),
  };

  function refusedEntries(): RefusedText[] {
    const list: RefusedText[] = [];
    const add = (code: RefusedCode, note: string, entry: Entry, by: Person = people.alice): void => {
      list.push({ note, code, text: sealed(entry, by.key) });
    };
    const [newest] = alice.graph.heads(bob.author);
    const before = newest?.prev?.hash ?? '';
    const first = carol.next('note', {});
    add('cell', 'of another cell', { ...good, cell: 'a'.repeat(64) });
    add('founding', 'a second founding', { ...good, kind: 'found' });
    add('place', 'a number is left out', { ...good, seq: good.seq + 1 });
    add('place', 'a generation begins without `restored`', { ...good, gen: 1, seq: 0 });
    add('place', 'a generation begins at 1', { ...good, kind: 'restored', gen: 1, seq: 1 });
    add('place', 'a generation begins twice', { ...good, kind: 'restored', gen: 0, seq: 0 });
    add('place', "it follows bob's entry", { ...good, prev: newest?.hash ?? '' });
    add('place', 'a first entry with number 1', { ...first, seq: 1 }, people.carol);
    add('place', 'a first entry of generation 1 without `restored`', { ...first, gen: 1 }, people.carol);
    const begun = { ...first, kind: 'restored', gen: 1 };
    add('place', 'a generation that follows nothing begins at 1', { ...begun, seq: 1 }, people.carol);
    add(
      'admission',
      'a generation that follows nothing, without a past',
      { ...begun, seen: {} },
      people.carol,
    );
    add('seen', 'its own author', { ...good, seen: { [alice.author]: good.prev } });
    add('seen', "bob's entry under carol's name", { ...good, seen: { [carol.author]: before } });
    add('seen', 'what its past holds already', { ...good, seen: { [bob.author]: before } });
    const twice = { ...first.seen, [bob.author]: [before, newest?.hash ?? ''] as [string, string] };
    const same = {
      ...first.seen,
      [bob.author]: [newest?.hash ?? '', newest?.hash ?? ''] as [string, string],
    };
    add('seen', 'one entry twice', { ...first, seen: same }, people.carol);
    add('seen', 'two entries of one branch', { ...first, seen: twice }, people.carol);
    add('admission', 'a first entry without a past', { ...first, seen: {} }, people.carol);
    const { scid, log } = people.dave.identity;
    const daves = { ...first, author: scid, key: encodeMultikey('ed25519', people.dave.key.publicKey) };
    add('admission', 'dave was not admitted', daves, people.dave);
    const bobsKey = encodeMultikey('ed25519', people.bob.key.publicKey);
    add('key', "alice's entry under bob's key", { ...good, key: bobsKey }, people.bob);
    const change = { ...admission('erin'), didLog: log };
    const rules = { quorum: 2, threshold: [1, 2], deadlineMs: 86_400_000, graceMs: 120_000 };
    const open = { proposal: good.prev, attempt: 1, epoch: 2, text: '', rules, change };
    const empty = { ...change, didLog: Array.from({ length: 64 }, () => ({})) };
    const opened = { proposal: good.prev, attempt: 1, epoch: 2, text: '', rules, change: empty };
    add('admission', 'a DID log of 64 entries that are none', { ...good, kind: 'open', body: opened });
    add('admission', "erin with dave's DID log", { ...good, kind: 'open', body: open });
    return list;
  }
}

function refusedFoundings(): RefusedText[] {
  const { alice, bob } = people;
  const { entry } = foundingOf(alice, STARTED_AT_MS);
  const body = entry.body as { rules: object };
  const list: RefusedText[] = [];
  const add = (code: RefusedCode, note: string, change: Partial<Entry>): void => {
    list.push({ note, code, text: sealed({ ...entry, ...change }, alice.key) });
  };
  add('founding', 'it names a cell', { cell: 'a'.repeat(64) });
  add('founding', 'number 1', { seq: 1 });
  add('founding', 'generation 1', { gen: 1 });
  add('founding', 'another kind', { kind: 'draft' });
  add('founding', 'a name of 61', { body: { ...body, name: 'x'.repeat(61) } });
  add('founding', 'a name of 31 emoji', { body: { ...body, name: '\u{1f600}'.repeat(31) } });
  add('founding', 'an alias with U+202E', { body: { ...body, alias: 'alice\u202e' } });
  add('founding', 'a nonce of 15', { body: { ...body, nonce: 'x'.repeat(15) } });
  add('founding', 'a nonce of 65', { body: { ...body, nonce: 'x'.repeat(65) } });
  add('founding', 'a turn of no length', { body: { ...body, rules: { ...body.rules, turnMs: 0 } } });
  const little = { ...body.rules, feedPerDay: { entries: 999, bytes: 1024 ** 2 } };
  add('founding', 'a feed of 999 entries a day', { body: { ...body, rules: little } });
  add('founding', 'f below 0', { body: { ...body, rules: { ...body.rules, f: -1 } } });
  add('founding', 'no DID log', { body: { ...body, didLog: [] } });
  add('key', "bob's DID log", { body: { ...body, didLog: bob.identity.log } });
  add('key', 'a broken DID log', { body: { ...body, didLog: [{}] } });
  add('key', 'bob as its author', { author: bob.identity.scid });
  return list;
}

function refusedTexts(good: Entry, key: SigningKey): RefusedText[] {
  const line = sealed(good, key);
  const signature = JSON.parse(line).signature as string;
  const list: RefusedText[] = [];
  const add = (code: ErrorCode, note: string, text: string): void => {
    list.push({ note, code, text });
  };
  const changed = (from: string, to: string): string => line.replace(from, to);
  add('malformed', 'white space', changed('{"entry":{', '{"entry": {'));
  add('malformed', 'members in another order', `{"signature":"${signature}","entry":${canonicalize(good)}}`);
  add('malformed', 'a number in another spelling', changed('"v":1', '"v":1.0'));
  add('malformed', 'a key twice', changed('"v":1', '"v":1,"v":1'));
  add('malformed', 'half a surrogate pair', changed('"n":1', '"n":"\\ud800"'));
  add('malformed', 'an escape that is not needed', changed('"kind":"note"', '"kind":"not\\u0065"'));
  add('malformed', 'something after the value', `${line} `);
  add('malformed', 'an unknown member', sealed({ ...good, time: 0 }, key));
  add('malformed', 'a higher version', sealed({ ...good, v: 2 }, key));
  add('malformed', '65 levels', deep(line));
  add('malformed', 'minus zero', changed('"n":1', '"n":-0'));
  add('malformed', 'a signature of 85 characters', changed(signature, signature.slice(1)));
  add('bad-signature', 'a signature in the alphabet of base64', changed(signature, `+${signature.slice(1)}`));
  add('bad-signature', 'a key of small order', sealed({ ...good, key: SMALL_ORDER }, key));
  add('malformed', 'a fraction in the body', sealed({ ...good, body: { n: 0.5 } }, key));
  add('malformed', 'an integer beyond 2^53 - 1', sealed({ ...good, body: { n: 2 ** 53 } }, key));
  add('malformed', 'a time beyond 2^53 - 1', sealed({ ...good, at: 2 ** 53 }, key));
  add('malformed', 'an author that is no SCID', sealed({ ...good, author: `Qm${'0'.repeat(44)}` }, key));
  add('malformed', 'a hash in upper case', sealed({ ...good, prev: good.prev.toUpperCase() }, key));
  add('malformed', 'a negative time', sealed({ ...good, at: -1 }, key));
  add('malformed', 'a kind that begins with a digit', sealed({ ...good, kind: '1note' }, key));
  add('malformed', 'a kind of 41 characters', sealed({ ...good, kind: 'n'.repeat(41) }, key));
  add('malformed', 'a key that is no Multikey', sealed({ ...good, key: `z6Mk${'1'.repeat(44)}` }, key));
  add('malformed', 'a key of another length', sealed({ ...good, key: `z6Mk${'z'.repeat(44)}` }, key));
  add('malformed', 'a kind in upper case', sealed({ ...good, kind: 'Note' }, key));
  add('malformed', 'a body that is a list', sealed({ ...good, body: [] }, key));
  add('malformed', 'a member __proto__', sealed({ ...good, body: JSON.parse('{"__proto__":1}') }, key));
  for (const ends of [1, 9])
    add(
      'malformed',
      `a list of ${ends} ends of one author`,
      sealed({ ...good, seen: { [good.author]: Array.from({ length: ends }, () => good.prev) } }, key),
    );
  add('bad-signature', 'changed after signing', changed('"n":1', '"n":2'));
  add('bad-signature', 'another domain', sealed(good, key, 'ghoststack/envelope/v1'));
  add('bad-signature', 'signed by somebody else', sealed(good, people.bob.key));
  add('bad-signature', 'S + L in the place of S', changed(signature, plusOrder(signature)));
  add('bad-signature', 'spare bits in the base64url', changed(signature, withSpareBits(signature)));
  return list;
}

const SMALL_ORDER = encodeMultikey('ed25519', new Uint8Array(32).with(0, 1));

/** The entry with a body of 63 levels, whose signature does not matter: depth comes first. */
function deep(line: string): string {
  return line.replace('{"n":1}', JSON.stringify(nested(63)));
}

/** The same signature with S + L: accepted by libraries that do not check S. */
function plusOrder(signature: string): string {
  const bytes = decodeBase64url(signature);
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(bytes.slice(32)).reverse().toString('hex')}`) + order;
  const sum = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
  return encodeBase64url(Buffer.concat([bytes.slice(0, 32), sum]));
}

function withSpareBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.slice(-1));
  return `${signature.slice(0, -1)}${alphabet[last + 1]}`;
}
