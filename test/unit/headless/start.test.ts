import { expect, test } from 'vitest';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { whoRuns } from '../../../electron/headless/commands/start.ts';

const ALICE = { name: 'alice', addresses: ['/ip4/127.0.0.1/tcp/7000'] } as unknown as Snapshot['me'];

test('what runs is said: who, and where or why not', () => {
  expect(whoRuns('running', null)).toBe('This home has no key yet.');
  expect(whoRuns('running', ALICE)).toBe('alice is running at /ip4/127.0.0.1/tcp/7000.');
  // A locked node listens nowhere: that is no fault of its addresses.
  expect(whoRuns('locked', ALICE)).toBe(
    'alice’s key is locked. The dashboard opens it, or ghoststack unlock.',
  );
});
