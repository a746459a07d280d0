import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OUTCOMES } from '#shared/contract/domain/agent-act.ts';
import { type MessageFate, outcomesOf } from '../../../electron/node/agent/outcomes.ts';
import { REWARDS } from '../../../electron/node/agent/rewards.ts';

const fates = (
  message: MessageFate | null,
  proposal: Parameters<typeof outcomesOf>[1]['proposal'] = () => null,
) => ({
  message: () => message,
  proposal,
});

test.each<[string, MessageFate | null, string[]]>([
  ['is not here any more', null, []],
  ['waits', { state: 'queued', isHeard: false, isAnswered: false }, []],
  ['was cancelled', { state: 'cancelled', isHeard: false, isAnswered: false }, []],
  ['reached nobody in time', { state: 'expired', isHeard: false, isAnswered: false }, ['message-expired']],
  ['reached some in time', { state: 'expired', isHeard: true, isAnswered: false }, ['message-acknowledged']],
  ['was heard', { state: 'delivered', isHeard: true, isAnswered: false }, ['message-acknowledged']],
  [
    'was answered by one whose acknowledgement is on its way',
    { state: 'sent', isHeard: false, isAnswered: true },
    ['message-acknowledged', 'message-answered'],
  ],
])('of a message that %s', (_, fate, outcomes) => {
  expect(outcomesOf({ kind: 'message', subject: 'm' }, fates(fate))).toEqual(outcomes);
});

test.each([
  ['passed', ['proposal-passed']],
  ['failed', ['proposal-failed']],
  ['expired', ['proposal-expired']],
  ['voting', []],
  ['withdrawn', []],
  [null, []],
] as const)('of a proposal that is %s', (state, outcomes) => {
  expect(
    outcomesOf(
      { kind: 'proposal', subject: 'p' },
      fates(null, () => state),
    ),
  ).toEqual(outcomes);
});

test('the documentation says what each is worth', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/agent.md'), 'utf8');
  const rows = OUTCOMES.map((outcome) => `| ${outcome} | ${REWARDS[outcome]} |`);
  expect(text.split('\n').filter((line) => rows.some((row) => line.startsWith(row)))).toHaveLength(
    OUTCOMES.length,
  );
});
