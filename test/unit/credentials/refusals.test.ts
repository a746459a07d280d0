import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  checkCredential,
  failureOf,
  REFUSAL_CODES,
  type RefusalCode,
} from '../../../electron/node/credentials/index.ts';
import * as of from '../../support/credentials/outside.ts';
import { CASES } from '../../support/credentials/refusal-cases.ts';
import {
  bySelf,
  credential,
  inside,
  issues,
  outside,
  policyOfIssuer,
  text,
} from '../../support/credentials/refusal-hands.ts';
import { sayIn } from '../../support/credentials/say-in.ts';

const WHO = /\balice\b|did:webvh:Qm/;

test.each(CASES)('%s: %s', (code, _, hand) => {
  const [handed, policy = inside()] = hand();
  const checked = checkCredential(handed, policy);
  expect(checked.ok ? 'ok' : checked.error.code).toBe(code);
});

test('every code of the list has a case, and stands in the table of docs/protocol.md, in the same order', () => {
  const met = [...new Set(CASES.map(([code]) => code))];
  expect([...met].sort()).toEqual([...REFUSAL_CODES].sort());
  const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const table = /### Refusals\n([^#]*)/.exec(text)?.[1] ?? '';
  const rows = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, codes = '']) => codes);
  expect(rows.flatMap((codes) => [...codes.matchAll(/`([^`]+)`/g)].map(([, code]) => code))).toEqual([
    ...REFUSAL_CODES,
  ]);
});

/** What the sentence of a refusal has besides what to do: whom or what it is about, and which number. */
const NAMED: Readonly<Record<RefusalCode, RegExp>> = {
  'too-large': /\d/,
  malformed: /credential|signed text|text lacks/,
  unsupported: /its \S+ is \S|extension|MeshMember|JSON/,
  'standing-invalid': /Maple Street, .*2|\d member.* Maple Street|text of the standing|says of the standing/,
  'issuer-unknown': WHO,
  'issuer-log': /rule scid.*Entry 1/,
  'key-unknown': WHO,
  'bad-signature': WHO,
  'disclosure-unreferenced': /shows (role|age)\b/,
  'disclosure-repeated': /shows role/,
  'disclosure-invalid': /shows (_sd|something)/,
  schema: /MeshMember/,
  'not-yet-valid': /11 Feb/,
  expired: /10 Feb/,
  'key-replaced': WHO,
  'not-anchored': WHO,
  'status-missing': WHO,
  'status-invalid': /alice|did:webvh:Qm|list of revoked/,
  revoked: /(alice|did:webvh:Qm\S+) revoked this \(number 94567\)/,
  'status-stale': /(Maple Street says of|did:webvh:Qm).* of \w+ \d+/,
  'holder-missing': /copy/,
  'holder-signature': /Whoever/,
  'holder-hash': /part was added/,
  'wrong-audience': /did:key:z6Mk/,
  'wrong-nonce': /request/,
  'not-fresh': /10 Feb/,
  replayed: /each request holds once/,
};

test.each(CASES)('%s, %s: names what it is about, and says what to do', (code, _, hand) => {
  const [handed, policy = inside()] = hand();
  const checked = checkCredential(handed, policy);
  const message = checked.ok ? '' : checked.error.message;
  expect(message).toMatch(NAMED[code]);
  expect(message.replace(/^[^.;:]*[.;:]/, '')).toMatch(/\b([Aa]sk|Compare|Check|Issue|Make)\b/);
});

describe('each refusal', () => {
  test.each(CASES)('%s, %s: says what is and what to do, in English and German', (code, _, hand) => {
    const [handed, policy = inside()] = hand();
    const checked = checkCredential(handed, policy);
    if (checked.ok) throw new Error('not refused');
    const english = checked.error.message;
    const german = sayIn('de', checked.error.says);
    for (const sentence of [english, german]) {
      expect(sentence).toMatch(/^[A-ZÄÖÜa-z0-9].*[.]$/);
      expect(sentence, 'a placeholder was left').not.toMatch(/[{}]|error\.|undefined|\[object/);
    }
    expect(german).not.toBe(english);
    expect(failureOf(checked.error)).toMatchObject({ says: checked.error.says, message: english });
    expect(['refused', code]).toContain(failureOf(checked.error).code);
  });

  test('names who, and the number', () => {
    const checked = checkCredential(text, inside({ revoked: [of.INDEX] }));
    expect(checked).toMatchObject({ error: { message: expect.stringMatching(/^alice .*94,?567/) } });
  });
});

test('what is not refused: inside, outside by a standing, outside by a single issuer', () => {
  const [bundle, policy] = outside();
  for (const [handed, known, vouchedBy] of [
    [text, inside(), 'cell'],
    [bundle, policy, 'standing'],
    [bySelf(), policyOfIssuer, 'issuer'],
  ] as const) {
    expect(checkCredential(handed, known)).toMatchObject({
      ok: true,
      value: { vouchedBy, claims: { role: 'relay' }, bound: true, subject: null, id: null, missing: [] },
    });
  }
  const whole = checkCredential(credential.whole, { nowMs: of.NOW_MS, cell: of.cellFacts({ issues }) });
  expect(whole).toMatchObject({ ok: true, value: { claims: of.CLAIMS, bound: false } });
});

test('an issue counts whatever key is the present one', () => {
  expect(checkCredential(text, inside({ keys: [of.alice.key, of.ALICE_NEXT] }))).toMatchObject({ ok: true });
  const body = of.standingBody({ issues, log: of.rotated(of.aliceLog), key: of.ALICE_NEXT });
  const [bundle, policy] = outside({ body, issuerLog: of.logText(of.rotated(of.aliceLog)) });
  expect(checkCredential(bundle, policy)).toMatchObject({ ok: true });
});

test('what a stranger wrote stands in the sentence, and can neither hide the rest of it nor be long', () => {
  const proof = { ...credential.whole.proof, cryptosuite: `eddsa\u202e${'x'.repeat(40)}` };
  const checked = checkCredential({ ...credential.whole, proof }, inside());
  expect(checked).toMatchObject({
    error: { code: 'unsupported', message: expect.stringContaining('⟨U+202E⟩') },
  });
  const asked = checkCredential({ ...credential.whole, issuer: 'did:key:z6Mk\u202e' }, inside());
  expect(asked).toMatchObject({ error: { code: 'malformed' } });
});
