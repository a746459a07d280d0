import { expect, test } from 'vitest';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';

test('a ballot on a key is called by who asks, and by what', () => {
  const auto = { code: 'rekey', params: { name: 'bob' } } as const;
  const title = 'Change the key of bob';
  const rekey = { scid: 'Qm', name: 'bob', lost: true, warnings: [] };
  expect(proposalTitle({ title, auto })).toBe(title);
  expect(proposalTitle({ title, auto, rekey: { ...rekey, by: 'words' } })).toBe(
    'bob asks for a new key, by recovery words',
  );
  expect(proposalTitle({ title, auto, rekey: { ...rekey, by: 'device' } })).toBe(
    'bob asks for a new key, by the device',
  );
  // A title that says something else is shown as it was written.
  expect(proposalTitle({ title: 'Nothing', auto: null, rekey: { ...rekey, by: 'words' } })).toBe('Nothing');
});
