/** Whose word is taken, and what is not to take its place. */
import { beforeEach, expect, test } from 'vitest';
import { CredentialStore } from '../../../electron/node/issuing/credential-store.ts';
import { VerifierDesk } from '../../../electron/node/issuing/verifier-desk.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import * as of from '../../support/credentials/outside.ts';

const credential = of.issue();
const issues = [...of.OTHERS, of.issueOf(credential)];
const standing = (more: Partial<Parameters<typeof of.standingBody>[0]> = {}) => {
  const texts = of.standingTexts(of.standingBody({ issues, ...more }));
  return JSON.stringify({ v: 1, standing: texts });
};
let store: CredentialStore;
let desk: VerifierDesk;
let nowMs: number = of.NOW_MS;
const deskOver = (policy = {}) => new VerifierDesk({ store, policy: () => policy, clock: () => nowMs });
beforeEach(() => {
  store = new CredentialStore(openStore({ path: ':memory:' }));
  nowMs = of.NOW_MS;
  desk = deskOver();
});
const accepted = () => desk.vouchers().map(({ papers }) => JSON.parse(papers) as { entries: number });
const accept = (text: string) => desk.acceptStanding(text, desk.readStanding(text).words.join(' '));

test('an older word of a cell has the same six words, and does not take the place of a newer one', () => {
  accept(standing({ revoked: [of.INDEX], entries: 501 }));
  expect(accept(standing()).words).toEqual(desk.readStanding(standing({ entries: 501 })).words);
  expect(accepted()).toMatchObject([{ entries: 501 }]);
  accept(standing({ entries: 502 }));
  expect(accepted()).toMatchObject([{ entries: 502 }]);
});

test('one of other keys, whose words were compared, takes the place of any', () => {
  accept(standing({ entries: 501 }));
  accept(standing({ entries: 499, key: of.ALICE_NEXT, log: of.rotated(of.aliceLog) }));
  expect(accepted()).toMatchObject([{ entries: 499 }]);
});

test('of a single issuer a shorter log is not taken again, by no fingerprint', () => {
  const papers = (log: typeof of.aliceLog) =>
    JSON.stringify({ v: 1, presentation: of.shown(credential), issuerLog: of.logText(log) });
  const [short, long] = [papers(of.aliceLog), papers(of.rotated(of.aliceLog))];
  const before = desk.readIssuer(short).fingerprint;
  desk.acceptIssuer(short, before);
  const now = desk.readIssuer(long).fingerprint;
  expect(now).not.toBe(before);
  desk.acceptIssuer(long, now);
  expect(() => desk.acceptIssuer(short, before)).toThrow(/does not continue the one that is known here/);
  expect(desk.vouchers()).toMatchObject([{ papers: of.logText(of.rotated(of.aliceLog)) }]);
});

test('what was shown once is not taken again: not after a restart, nor once its request is forgotten', () => {
  const inCell = { cell: of.cellFacts({ issues }) };
  const before = deskOver(inCell);
  const request = before.request(of.VERIFIER.did, 'MeshMember:1', ['role']);
  const text = of.shown(credential, request);
  const code = (by: VerifierDesk) => {
    const checked = by.check(text);
    return checked.ok ? 'ok' : checked.error.code;
  };
  expect(code(before)).toBe('ok');
  expect(code(before)).toBe('replayed');
  expect(code(deskOver(inCell))).toBe('replayed');
  nowMs += 3_600_000;
  expect(code(deskOver(inCell))).toBe('not-fresh');
  nowMs += 2 * 86_400_000;
  deskOver(inCell).request(of.VERIFIER.did, 'MeshMember:1', []);
  expect(code(deskOver(inCell))).toBe('wrong-nonce');
});
