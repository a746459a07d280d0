import { describe, expect, test } from 'vitest';
import type { Message } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { mood } from '#shared/words/reasons/mood.ts';
import { NOW_MS, sampleMessage, samplePeer } from '../../support/sample-states.ts';

const names = new Map([
  ['did:key:bob', 'bob'],
  ['did:key:erin', 'erin'],
]);
const offline: Peer = samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 3 * 3_600_000 });

function sentence(message: Partial<Message>, peer: Peer | null = offline, online = true): string {
  return messageReason(sampleMessage(message), { peer, nowMs: NOW_MS, online, names }).sentence;
}

describe('the reason of a message', () => {
  test.each<[Partial<Message>, string]>([
    [{ state: 'queued' }, 'Queued, bob is offline'],
    [{ state: 'sending' }, 'Sending'],
    [{ state: 'sent' }, 'Sent, no acknowledgement yet'],
    [
      { state: 'relayed', relays: [{ to: 'did:key:bob', carrier: 'did:key:erin', atMs: NOW_MS }] },
      "Given to erin; waits for bob's receipt",
    ],
    [{ state: 'delivered' }, 'Delivered'],
    [{ state: 'expired' }, 'Expired after 7 days, never delivered'],
    [{ state: 'refused', code: 'full' }, 'Refused by bob: inbox full'],
    [{ state: 'refused', code: 'made-up\u202E' }, 'Refused by bob: made-up⟨U+202E⟩'],
    [{ state: 'cancelled' }, 'Cancelled before it was sent'],
    [
      { state: 'cancelled', steps: [{ step: 'sent', atMs: NOW_MS, detail: null }] },
      'Cancelled after it was sent, it may have arrived',
    ],
    [{ state: 'delivered', thread: 'broadcast', deliveredTo: { done: 3, total: 4 } }, 'Delivered to 3 of 4'],
  ])('%o reads %s', (message, words) => expect(sentence(message)).toBe(words));

  test('follows the peer while the message waits', () => {
    expect(sentence({}, samplePeer())).toBe('Queued, goes out next');
    expect(sentence({}, samplePeer({ link: { state: 'connecting', attempt: 1 } }))).toBe(
      'Queued, connecting to bob',
    );
    expect(sentence({}, null)).toBe('Queued, bob is not among your peers');
    expect(sentence({}, offline, false)).toBe('Queued, you are offline on purpose');
  });

  test('says in the inspector why it waits and how it goes on', () => {
    const { detail } = messageReason(sampleMessage(), { peer: offline, nowMs: NOW_MS, online: true, names });
    expect(detail).toBe(
      'Waiting, because bob has been offline for 3 h. It goes out by itself when bob is back.',
    );
  });

  test('is no delivery to everyone while one acknowledgement is missing', () => {
    const broadcast = sampleMessage({
      state: 'delivered',
      thread: 'broadcast',
      deliveredTo: { done: 3, total: 4 },
    });
    const reason = messageReason(broadcast, { peer: null, nowMs: NOW_MS, online: true, names });
    expect(reason.mark).toBe('waiting');
    expect(reason.detail).toBe('1 reader has not acknowledged it yet.');
  });

  const part = (did: string, state: Message['state'], code: string | null = null) => ({ did, state, code });
  const people = new Map(['bob', 'carol', 'dave', 'erin'].map((name) => [name, name]));
  const given = (to: string, carrier: string) => ({ to, carrier, atMs: 1 });
  test.each<[string, Partial<Message>, string]>([
    [
      'waits for some',
      { recipients: [part('bob', 'delivered'), part('carol', 'queued'), part('dave', 'sent')] },
      'Delivered to 1 of 3; waits for carol and dave',
    ],
    [
      'was given to others for some',
      {
        recipients: [part('bob', 'delivered'), part('carol', 'queued'), part('dave', 'relayed')],
        relays: [given('dave', 'erin'), given('dave', 'bob')],
      },
      'Delivered to 1 of 3; waits for carol; given to bob and erin for dave',
    ],
    [
      'nobody has yet, and all is given to one',
      {
        deliveredTo: { done: 0, total: 2 },
        state: 'relayed',
        recipients: [part('bob', 'relayed'), part('dave', 'relayed')],
        relays: [given('dave', 'erin'), given('bob', 'erin')],
      },
      'Delivered to 0 of 2; given to erin for bob and dave',
    ],
    [
      'was refused by one, and another left',
      {
        state: 'refused',
        code: 'full',
        recipients: [
          part('bob', 'delivered'),
          part('carol', 'refused', 'full'),
          part('dave', 'refused', 'left'),
        ],
      },
      'Delivered to 1 of 3; refused by carol: inbox full; dave is no member any more',
    ],
    [
      'waits for everybody',
      { deliveredTo: { done: 0, total: 1 }, recipients: [part('bob', 'queued')] },
      'Queued for everyone',
    ],
  ])('a text to everyone that %s says for whom', (_what, change, sentence) => {
    const message = sampleMessage({
      thread: 'broadcast',
      state: 'queued',
      deliveredTo: { done: 1, total: 3 },
      ...change,
    });
    const context = { peer: null, nowMs: NOW_MS, online: true, names: people };
    expect(messageReason(message, context).sentence).toBe(sentence);
  });

  test.each([
    [['bob', 'dave'], /when they meet bob and dave\. Only the receipts of bob and dave prove/],
    [['dave'], /when they meet dave\. Only dave's receipt proves/],
  ] as const)('a text to everyone that was given on for %j waits for their receipts', (lacking, detail) => {
    const message = sampleMessage({
      thread: 'broadcast',
      state: 'relayed',
      deliveredTo: { done: 1, total: 3 },
      recipients: [part('carol', 'delivered'), ...lacking.map((did) => part(did, 'relayed'))],
      relays: lacking.map((did) => given(did, 'erin')),
    });
    const context = { peer: null, nowMs: NOW_MS, online: true, names: people };
    expect(messageReason(message, context).detail).toMatch(detail);
  });
});

describe('a mood', () => {
  test.each([
    [0.57, 0.41, 'Calm and content'],
    [0.57, 0.61, 'Excited and pleased'],
    [0.4, 0.61, 'Tense and uneasy'],
    [0.4, 0.3, 'Quiet and low'],
  ])('of valence %d and arousal %d is called %s', (valence, arousal, title) => {
    expect(mood({ valence, arousal }).title).toBe(title);
  });
});
