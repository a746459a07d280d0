import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkCall } from '#shared/contract/check-call.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { inEnglish } from '#shared/protocol/saying.ts';

const Thing = z.strictObject({
  title: z.string().min(1).max(5),
  count: z.int().min(1).max(9),
  choice: z.enum(['APPROVE', 'REJECT']),
  many: z.array(z.string()).min(1).max(2),
  code: z.string().regex(/^a/),
  flag: z.boolean().refine((flag) => flag, 'only yes is taken'),
});
const GOOD = { title: 'abc', count: 3, choice: 'APPROVE', many: ['x'], code: 'a', flag: true };

test.each<[string, object]>([
  ['title is empty', { title: '' }],
  ['title is longer than 5 characters', { title: 'abcdef' }],
  ['title is not text', { title: 7 }],
  ['title is missing', { title: undefined }],
  ['count is not a whole number', { count: 0.5 }],
  ['count is less than 1', { count: 0 }],
  ['count is more than 9', { count: 10 }],
  ['choice is not APPROVE or REJECT', { choice: 'MAYBE' }],
  ['many has more than 2', { many: ['x', 'y', 'z'] }],
  ['many is empty', { many: [] }],
  ['many.0 is not text', { many: [1] }],
  ['code is not written as it must be', { code: 'b' }],
  ['it has surprise, which nothing here knows', { surprise: 1 }],
  ['flag is not right: only yes is taken', { flag: false }],
])('%s', (sentence, wrong) => {
  const parsed = Thing.safeParse({ ...GOOD, ...wrong });
  expect(parsed.success).toBe(false);
  if (!parsed.success) expect(inEnglish(issueSays(parsed.error.issues))).toBe(sentence);
});

test('a call that is refused is refused in words', () => {
  const tooLong = checkCall('governance.propose', { title: 'x'.repeat(201), text: '', open: true });
  expect(tooLong).toMatchObject({
    ok: false,
    error: { message: 'governance.propose: title is not right: it needs 1 to 200 characters.' },
  });
  const none = checkCall('messages.send', {});
  expect(none.ok ? '' : none.error.message).not.toMatch(/expected|received|Invalid/);
});
