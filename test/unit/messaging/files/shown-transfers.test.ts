import { expect, test } from 'vitest';
import { shownTransfers } from '../../../../electron/node/root/shown-transfers.ts';

const FILE = { name: 'plan.bin', type: '', bytes: 100, sha256: '00' };

test.each([
  ['changed', 'error.files.offerChanged'],
  ['gone', 'error.files.offerGone'],
  ['withdrawn', 'error.files.offerEnded'],
] as const)('an offer of ours that is %s is no fault of whom it is for', (state, key) => {
  const offer = { message: 1, uuid: 'u', thread: 'd', recipientDid: 'd', state, file: FILE, atMs: 0 };
  const [shown] = shownTransfers({
    reading: [],
    offers: [offer],
    wanted: [],
    sending: () => null,
    fetching: () => null,
    nameOf: () => 'bob',
  });
  expect(shown?.says).toMatchObject({ key });
});
