import { describe, expect, it, test } from 'vitest';
import { usageLines } from '../../../electron/headless/command.ts';
import { start } from '../../../electron/headless/commands/start.ts';
import { authorityOf, requireDashboardAddress } from '../../../electron/headless/dashboard-address.ts';
import { parseHostPort } from '../../../electron/headless/listen-address.ts';

const require = (text: string, isNetworkAllowed: boolean) => () =>
  requireDashboardAddress(parseHostPort(text, '--dashboard'), isNetworkAllowed);

describe('the address of the dashboard', () => {
  it.each(['127.0.0.1:0', '127.9.9.9:80', '[::1]:0', '[0:0:0:0:0:0:0:1]:1'])('may be %s', (text) => {
    expect(require(text, false)).not.toThrow();
  });

  it.each(['192.168.1.5:0', '0.0.0.0:0', '[::]:0', '[fe80::1]:0', '128.0.0.1:0', '[::ffff:c0a8:0105]:1'])(
    'is not %s unless the network is allowed, and the refusal says what that means',
    (text) => {
      expect(require(text, false)).toThrow(/plain HTTP.*--dashboard-allow-network/);
    },
  );

  it('is one that a browser can open', () => {
    expect(require('192.168.1.5:0', true)).not.toThrow();
    for (const text of ['0.0.0.0:0', '[::]:0', '[0:0::0]:0']) {
      expect(require(text, true)).toThrow(/stands for every address/);
    }
  });

  it('is written as browsers write it', () => {
    expect(authorityOf(parseHostPort('[0:0:0:0:0:0:0:1]:4711', '--dashboard'))).toBe('[::1]:4711');
    expect(authorityOf(parseHostPort('127.0.0.1:80', '--dashboard'))).toBe('127.0.0.1');
  });
});

test('start refuses an address of the network before it does anything, and its help says why', async () => {
  const args = ['--home', '/nowhere', '--dashboard', '192.168.1.5:0'];
  await expect(start.run(args, { json: true })).rejects.toThrow(/other computers/);
  expect(usageLines(start)).toContain('everybody on that network');
});
