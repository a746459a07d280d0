import { expect, test } from 'vitest';
import { onlyHereKey } from '../../../electron/headless/commands/invite.ts';

const LOOPBACK = { name: 'lo', address: '127.0.0.1', internal: true };

test('an invitation for this computer alone is blamed on the network only where there is none', () => {
  expect(onlyHereKey([LOOPBACK])).toBe('cell.invite.onlyHere');
  expect(onlyHereKey([LOOPBACK, { name: 'lan0', address: 'fe80::1', internal: false }])).toBe(
    'cell.invite.onlyHere',
  );
  for (const address of ['192.168.1.7', 'fd77::1', '169.254.7.1']) {
    expect(onlyHereKey([LOOPBACK, { name: 'lan0', address, internal: false }])).toBe('cell.invite.onlyThere');
  }
});
