/** A peer and a message in a plain state, to be changed by each test. */
import type { Message } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';

export const NOW_MS = new Date(2026, 4, 14, 17, 42, 12).getTime();

export function samplePeer(change: Partial<Peer> = {}): Peer {
  return {
    did: 'did:key:bob',
    name: 'bob',
    order: 1,
    address: '/ip4/192.168.1.23/tcp/4001',
    addedAtMs: NOW_MS - 7_200_000,
    lastSeenAtMs: NOW_MS,
    lastPassAtMs: NOW_MS - 6_000,
    nextTryAtMs: null,
    addressesKnown: 1,
    clockAheadMs: 0,
    twinSeenAtMs: null,
    link: { state: 'connected' },
    sending: null,
    receiving: null,
    isSlowed: false,
    waitingMessages: 0,
    ...change,
  };
}

export function sampleMessage(change: Partial<Message> = {}): Message {
  return {
    number: 58,
    id: '5d0e7a31-6f42-4c1b-8a57-90b3e4d2c1a9',
    direction: 'out',
    thread: 'did:key:bob',
    senderDid: 'did:key:alice',
    text: 'Storm warning for tonight.',
    state: 'queued',
    code: null,
    createdAtMs: NOW_MS - 60_000,
    expiresAtMs: NOW_MS - 60_000 + 7 * 86_400_000,
    keyChangedAtMs: null,
    sealedBytes: 412,
    attempts: 0,
    nextTryAtMs: null,
    steps: [],
    deliveredTo: null,
    ...change,
  };
}
