import { expect, it } from 'vitest';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { withNewest } from '../../../renderer/features/chain/receipt-store.ts';

const receipt = (at: number): Receipt => ({ hash: `h${at}`, position: at }) as Receipt;
const span = (from: number, to: number): Receipt[] =>
  Array.from({ length: to - from }, (_, at) => receipt(from + at));

it('what was scrolled to stays when receipts come after it', () => {
  const held = { receipts: span(100, 1000), total: 1000, more: true };
  const page = { receipts: span(803, 1003), total: 1003, more: true };
  const whole = withNewest(held, page);
  expect(whole?.receipts.map(({ position }) => position)).toEqual(
    span(100, 1003).map(({ position }) => position),
  );
  expect(whole).toMatchObject({ total: 1003, more: true });
});

it('is loaded anew where one came late, between what is held', () => {
  const held = { receipts: span(100, 1000), total: 1000, more: true };
  // Two more, and one of them is not on the newest page.
  expect(withNewest(held, { receipts: span(801, 1001), total: 1002, more: true })).toBeNull();
  // More came than a page holds.
  expect(withNewest(held, { receipts: span(1300, 1500), total: 1500, more: true })).toBeNull();
  expect(
    withNewest({ receipts: [], total: null, more: true }, { receipts: span(0, 9), total: 9, more: false }),
  ).toBeNull();
});
