import { expect, test } from 'vitest';
import type { Message } from '#shared/contract/domain/message.ts';
import { inOrder } from '../../../renderer/features/messages/in-order.ts';
import { sampleMessage } from '../../support/sample-states.ts';

const came = (text: string, createdAtMs: number, change: Partial<Message> = {}): Message =>
  sampleMessage({
    text,
    createdAtMs,
    direction: 'in',
    state: 'received',
    senderDid: 'did:bob',
    sent: { gen: 0, seq: createdAtMs },
    ...change,
  });
const mine = (text: string, createdAtMs: number): Message =>
  sampleMessage({ text, createdAtMs, senderDid: 'did:alice' });

const read = (...messages: Message[]): string[] =>
  inOrder(messages).map(({ message, isLate }) => `${message.text}${isLate ? ', late' : ''}`);

test('what comes by another way after newer ones of its sender stands where it was written', () => {
  expect(read(came('one', 1), came('three', 3), mine('mine', 4), came('two', 2), came('four', 4))).toEqual([
    'one',
    'two, late',
    'three',
    'mine',
    'four',
  ]);
});

test('what others wrote, and what was written here, does not move it', () => {
  const carol = { senderDid: 'did:carol' };
  expect(read(came('of carol', 9, carol), mine('mine', 9), came('of bob', 1))).toEqual([
    'of carol',
    'mine',
    'of bob',
  ]);
  expect(read(came('bob', 5), mine('clock set back', 1))).toEqual(['bob', 'clock set back']);
});

test('of one second the number decides, and of two generations the later one', () => {
  const at = (text: string, gen: number, seq: number) => came(text, 1000, { sent: { gen, seq } });
  expect(read(at('b', 0, 8), at('a', 0, 7))).toEqual(['a, late', 'b']);
  expect(read(at('new', 1, 0), at('old', 0, 99))).toEqual(['old, late', 'new']);
  expect(read(came('unnumbered', 1000, { sent: undefined } as never), at('a', 0, 7))).toEqual([
    'unnumbered',
    'a',
  ]);
});
