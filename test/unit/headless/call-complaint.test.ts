import { expect, test } from 'vitest';
import { checkCall } from '#shared/contract/check-call.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { sentence } from '#shared/words/sayings.ts';
import { complaintInWords } from '../../../electron/headless/call-complaint.ts';

/** What a command says of a call that is not taken, also when its answer came over a socket. */
function said(name: string, input: unknown): string {
  const checked = checkCall(name, input);
  if (checked.ok) throw new Error(`${name} was taken.`);
  const overTheSocket = JSON.parse(JSON.stringify(checked.error)) as Failure;
  const complaints = [checked.error, overTheSocket].map(({ says }) => complaintInWords(says));
  expect(complaints[0]).toEqual(complaints[1]);
  return complaints[0] ? sentence(complaints[0]) : checked.error.message;
}

const rules = { deadlineMs: 60_000, graceMs: 0, turnMs: 1000, f: null, deadlineMinMs: 60_000 };

test.each<[string, string, unknown]>([
  ['Title is not right: it needs 1 to 200 characters.', 'governance.propose', { title: '', text: '' }],
  ['Text is empty.', 'messages.send', { to: 'broadcast', text: '' }],
  ['Identity is shorter than 8 characters.', 'peers.add', { did: 'x', name: 'zoe', address: null }],
  ['Turn is less than 1 s.', 'governance.proposeRules', { rules: { ...rules, turnMs: 0 }, text: '' }],
  ['Strength is more than 1.', 'trust.endorse', { scid: 'x'.repeat(46), strength: 2 }],
  ['Hours is not a whole number.', 'cell.invite', { hours: 0.5 }],
  ['Input is not an object.', 'cell.invite', 7],
])('%s', (sentence, name, input) => {
  expect(said(name, input)).toBe(sentence);
});

test('a call that is too large is refused without its name', () => {
  expect(said('messages.send', { to: 'x', text: 'x'.repeat(20_000_000) })).toMatch(
    /^The input has \d+ characters, the limit is \d+\.$/,
  );
});

test('what a node says otherwise is no complaint of a call', () => {
  expect(complaintInWords(undefined)).toBeNull();
  expect(complaintInWords({ key: 'error.headless.noPassphrase', params: {} })).toBeNull();
  expect(
    complaintInWords({ key: 'error.call.inputWrong', params: { name: 'x', issue: 'as text' } }),
  ).toBeNull();
});
