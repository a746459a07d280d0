import { expect, test } from 'vitest';
import '#shared/words/sayings.ts';
import { says } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { stepDetail } from '#shared/words/reasons/message-reason.ts';
import { keptDetail, readDetail } from '../../../electron/node/messaging/step-detail.ts';

const SAID = says('error.messaging.refusedBy', {
  alias: 'bob',
  reason: says('error.messaging.refused.full'),
});
const step = (kept: string | null) => ({ step: 'tried', atMs: 0, ...readDetail(kept) }) as const;

test('a saying is kept as one, and said in the language of whoever reads it later', () => {
  const kept = step(keptDetail(SAID));
  expect(kept).toMatchObject({ detail: 'bob: the inbox is full', says: SAID });
  expect(stepDetail(kept)).toBe('bob: the inbox is full');
  const german = speaking('de', () => stepDetail(kept));
  expect(german).toContain('bob');
  expect(german).not.toBe('bob: the inbox is full');
});

test.each([null, 'erin', 'bob: the inbox is full', '{"key":', '{"key":"error.of.anotherBuild","params":{}}'])(
  'what is no saying of this build is told as it was kept: %s',
  (kept) => {
    expect(readDetail(kept)).toEqual({ detail: kept });
    expect(stepDetail(step(kept))).toBe(kept);
  },
);

test('a name is kept as it is', () => {
  expect([keptDetail('erin'), keptDetail(null)]).toEqual(['erin', null]);
});
