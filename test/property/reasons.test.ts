import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Message, MessageState, MessageStep } from '#shared/contract/domain/message.ts';
import type { Peer, PeerLink } from '#shared/contract/domain/peer.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { visiblePieces } from '#shared/protocol/visible-text.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { pulse } from '#shared/words/reasons/pulse.ts';

const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const text = fc.string({ unit: 'binary', maxLength: 60 });
const time = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const natural = fc.nat();

const link: fc.Arbitrary<PeerLink> = fc.oneof(
  fc.constantFrom<PeerLink>({ state: 'never-seen' }, { state: 'offline' }, { state: 'connected' }),
  fc.record({ state: fc.constant('connecting' as const), attempt: fc.integer({ min: 1 }) }),
  fc.record({ state: fc.constantFrom('refused' as const, 'cut-off' as const), reason: text.map(asWritten) }),
  fc.record({ state: fc.constant('version' as const), theirs: fc.integer(), ours: fc.integer() }),
);

const transfer = fc.record({ done: natural, total: natural, bytesDone: natural, bytesTotal: natural });

const peer: fc.Arbitrary<Peer> = fc.record({
  did: text,
  name: text,
  order: natural,
  address: maybe(text),
  addedAtMs: time,
  lastSeenAtMs: maybe(time),
  lastPassAtMs: maybe(time),
  nextTryAtMs: maybe(time),
  addressesKnown: maybe(natural),
  clockAheadMs: maybe(fc.maxSafeInteger()),
  twinSeenAtMs: maybe(time),
  link,
  sending: maybe(transfer),
  receiving: maybe(transfer),
  isSlowed: fc.boolean(),
  waitingMessages: natural,
});

const message: fc.Arbitrary<Message> = fc.record({
  number: fc.integer({ min: 1 }),
  id: text,
  direction: fc.constantFrom('in' as const, 'out' as const),
  thread: fc.oneof(text, fc.constant('broadcast')),
  senderDid: text,
  text,
  state: fc.constantFrom(...MessageState.options),
  code: maybe(fc.oneof(text, fc.constantFrom('constructor', '__proto__', 'too-large'))),
  createdAtMs: time,
  expiresAtMs: time,
  keyChangedAtMs: maybe(time),
  sealedBytes: maybe(natural),
  attempts: natural,
  nextTryAtMs: maybe(time),
  steps: fc.array(
    fc.record({ step: fc.constantFrom(...MessageStep.shape.step.options), atMs: time, detail: maybe(text) }),
    { maxLength: 6 },
  ),
  deliveredTo: maybe(fc.record({ done: natural, total: natural })),
});

const context = fc.record({ nowMs: time, online: fc.boolean(), network: fc.boolean(), myName: text });

test('every peer has a reason in words, whatever is known of it', () => {
  fc.assert(
    fc.property(peer, context, (one, around) => {
      const reason = peerReason(one, around);
      for (const words of [reason.sentence, reason.short, reason.detail ?? 'none']) {
        expect(words.trim()).not.toBe('');
        expect(words).not.toMatch(DIRECTION_CONTROLS);
      }
      expect(peerReason(one, around)).toEqual(reason);
    }),
  );
});

test('every message has a reason in words, whatever happened to it', () => {
  fc.assert(
    fc.property(message, maybe(peer), time, fc.boolean(), (one, other, nowMs, online) => {
      const names = new Map([[one.thread, one.text]]);
      const reason = messageReason(one, { peer: other, nowMs, online, names });
      expect(reason.state).toBe(one.state);
      expect(reason.sentence.trim()).not.toBe('');
      expect(reason.detail.trim()).not.toBe('');
      expect(`${reason.sentence}${reason.detail}`).not.toMatch(DIRECTION_CONTROLS);
    }),
  );
});

test('"Delivered" is said of acknowledged messages only', () => {
  fc.assert(
    fc.property(message, maybe(peer), time, (one, other, nowMs) => {
      const { sentence } = messageReason(one, { peer: other, nowMs, online: true, names: new Map() });
      const acknowledged = one.state === 'delivered' || (one.deliveredTo?.done ?? 0) > 0;
      if (!acknowledged) expect(sentence).not.toMatch(/^Delivered/);
    }),
  );
});

test('the pulse counts only who is in sync', () => {
  fc.assert(
    fc.property(fc.array(peer, { maxLength: 8 }), context, (peers, around) => {
      const seen = pulse(peers, around, []);
      const inSync = peers.filter((one) => peerReason(one, around).state === 'inSync').length;
      expect(seen.inSync).toBe(inSync);
      expect(seen.headline.trim()).not.toBe('');
      expect(seen.detail.trim()).not.toBe('');
    }),
  );
});

test('no text keeps a character that hides or turns what stands beside it', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 80 }), (any, max) => {
      expect(visibleLine(any, max)).not.toMatch(DIRECTION_CONTROLS);
      expect(Array.from(visibleLine(any, max)).length).toBeLessThanOrEqual(max);
      const shown = visiblePieces(any).filter((piece) => !piece.control);
      expect(shown.map((piece) => piece.text).join('')).not.toMatch(DIRECTION_CONTROLS);
    }),
  );
});
