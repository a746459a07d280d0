import { describe, expect, test } from 'vitest';
import { checkCredential, failureOf, REFUSAL_CODES } from '../../../electron/node/credentials/index.ts';
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

test.each(CASES)('%s: %s', (code, _, hand) => {
  const [handed, policy = inside()] = hand();
  const checked = checkCredential(handed, policy);
  expect(checked.ok ? 'ok' : checked.error.code).toBe(code);
});

test('every code of the list has a case, and the cases stand in its order', () => {
  const met = [...new Set(CASES.map(([code]) => code))];
  expect([...met].sort()).toEqual([...REFUSAL_CODES].sort());
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
