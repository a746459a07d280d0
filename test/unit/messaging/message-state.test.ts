import { describe, expect, it } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import { backoffMs, UNANSWERED } from '../../../electron/node/messaging/backoff.ts';
import type { DeliveryState } from '../../../electron/node/messaging/delivery-table.ts';
import { isSettled, messageState } from '../../../electron/node/messaging/message-state.ts';
import { uuid } from '../../../electron/node/messaging/random.ts';
import { REFUSAL_CODES, refusalSays } from '../../../electron/node/messaging/refusal.ts';

const stateOf = (...states: DeliveryState[]) =>
  messageState(states.map((state) => ({ state, code: null }))).state;

describe('The state of a message', () => {
  it('is that of its one delivery', () => {
    expect(stateOf('waiting')).toBe('queued');
    expect(stateOf('sent')).toBe('sent');
    expect(stateOf('delivered')).toBe('delivered');
    expect(messageState([{ state: 'refused', code: 'full' }])).toEqual({ state: 'refused', code: 'full' });
  });

  it('of a broadcast is open while anyone waits, and delivered only when everyone has it', () => {
    expect(stateOf()).toBe('queued');
    expect(stateOf('delivered', 'waiting', 'refused')).toBe('queued');
    expect(stateOf('delivered', 'sent')).toBe('sent');
    expect(stateOf('delivered', 'delivered')).toBe('delivered');
    expect(stateOf('delivered', 'refused')).toBe('refused');
    expect(stateOf('delivered', 'expired', 'refused')).toBe('expired');
  });

  it('is settled when nothing more will happen', () => {
    expect(
      ['delivered', 'expired', 'refused', 'cancelled', 'received'].every((state) =>
        isSettled(state as 'sent'),
      ),
    ).toBe(true);
    expect(['queued', 'sending', 'sent'].some((state) => isSettled(state as 'sent'))).toBe(false);
  });
});

describe('Backoff', () => {
  const fixed = (byte: number) => (count: number) => new Uint8Array(count).fill(byte);

  it('doubles up to its limit, a quarter more or less', () => {
    const middle = (attempts: number) => backoffMs(UNANSWERED, attempts, fixed(0x80));
    expect([1, 2, 3, 4].map((attempts) => Math.round(middle(attempts) / 1_000))).toEqual([1, 2, 4, 8]);
    expect(middle(1_000)).toBeLessThan(61_000);
    expect(backoffMs(UNANSWERED, 1, fixed(0))).toBe(750);
    expect(backoffMs(UNANSWERED, 1, fixed(0xff))).toBe(1_250);
  });
});

describe('Refusals', () => {
  it('all have words', () => {
    for (const code of REFUSAL_CODES) expect(inEnglish(refusalSays(code))).toMatch(/^[a-z]/);
  });
});

describe('uuid', () => {
  it('is version 4 of RFC 9562 whatever the random bytes', () => {
    for (const byte of [0, 0xff]) {
      expect(uuid((count) => new Uint8Array(count).fill(byte))).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });
});
