import { test } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { NodeClient } from '../../../electron/headless/ask-node.ts';
import { whileTransferring } from '../../../electron/headless/while-transferring.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

test('a node that ends while somebody waits for a file is told, and not waited for', async () => {
  let end = (): void => undefined;
  const client: NodeClient = {
    running: true,
    ask: () => Promise.reject(new Error('nothing is asked')),
    async watch(_heard, ended) {
      end = () => ended?.(new GhostStackError('unavailable', says('error.headless.nodeEnded')));
      return () => undefined;
    },
  };
  await expectCodeAsync('unavailable', () =>
    whileTransferring(
      client,
      'any',
      () => undefined,
      () => {
        end();
        return new Promise(() => undefined);
      },
    ),
  );
});
