import type { Message, Thread } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Me } from '#shared/contract/domain/snapshot.ts';
import { says } from '#shared/protocol/saying.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const ME: Me = {
  name: 'alice',
  did: 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
  fingerprint: '3f1c 9a02 77de 41b8 0c5d e6aa 12f4 9b37',
  addresses: ['/ip4/192.168.1.14/tcp/4001', '/ip4/127.0.0.1/tcp/4001'],
  ipv6: 'listens',
  keyProtection: 'passphrase',
  createdAtMs: Date.UTC(2026, 2, 3, 9),
};

export const DIDS = {
  bob: 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG',
  carol: 'did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf',
  dave: 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp',
  erin: 'did:key:z6MkwXG2WjeQnNxSoynSGYU8V9j3QzP3JSqhdmkHc6SaVWoT',
} as const;

export function streetPeers(nowMs: number): Peer[] {
  const base = {
    addedAtMs: nowMs - 72 * DAY,
    lastSeenAtMs: nowMs,
    nextTryAtMs: null,
    addressesKnown: 1,
    clockAheadMs: 0,
    twinSeenAtMs: null,
    link: { state: 'connected' as const },
    sending: null,
    receiving: null,
    isSlowed: false,
    waitingMessages: 0,
  };
  const lastPassAtMs = nowMs - 6 * SECOND;
  return [
    {
      ...base,
      did: DIDS.bob,
      name: 'bob',
      order: 1,
      address: '/ip4/192.168.1.23/tcp/4001',
      lastSeenAtMs: nowMs - 3 * HOUR - 2 * MINUTE,
      lastPassAtMs: nowMs - 3 * HOUR - 2 * MINUTE,
      nextTryAtMs: nowMs + 41 * SECOND,
      link: { state: 'offline' },
      waitingMessages: 3,
    },
    {
      ...base,
      did: DIDS.carol,
      name: 'carol',
      order: 2,
      address: '/ip4/192.168.1.31/tcp/4001',
      lastPassAtMs: nowMs - 19 * HOUR,
      sending: { done: 12, total: 40, bytesDone: 9830, bytesTotal: 31744 },
      waitingMessages: 28,
    },
    {
      ...base,
      did: DIDS.dave,
      name: 'dave',
      order: 3,
      address: null,
      lastPassAtMs,
      addressesKnown: 1,
      clockAheadMs: 4 * MINUTE + 8 * SECOND,
    },
    { ...base, did: DIDS.erin, name: 'erin', order: 4, address: '/ip4/192.168.1.40/tcp/4001', lastPassAtMs },
  ];
}

/** Of the own agent's cycles that led to something. */
export const OWN_DIGEST = '7c'.repeat(32);

type Said = Pick<Message, 'thread' | 'direction' | 'text' | 'state' | 'createdAtMs'> & Partial<Message>;

export function streetMessages(nowMs: number): Message[] {
  const today = (hours: number, minutes: number) => new Date(nowMs).setHours(hours, minutes, 11, 0);
  const yesterday = (hours: number, minutes: number) => today(hours, minutes) - DAY;
  const two = (hours: number, minutes: number) => today(hours, minutes) - 2 * DAY;
  const waits = { nextTryAtMs: nowMs + 41 * SECOND, attempts: 30 };
  const said: Said[] = [
    {
      thread: DIDS.erin,
      direction: 'in',
      state: 'received',
      createdAtMs: two(9, 12),
      text: 'Photo of the shed',
    },
    {
      thread: DIDS.dave,
      direction: 'in',
      state: 'received',
      createdAtMs: yesterday(8, 2),
      text: 'The invoice is in \u202Efdp.exe\u202C, please read it.',
    },
    {
      thread: DIDS.dave,
      direction: 'out',
      state: 'delivered',
      createdAtMs: yesterday(9, 40),
      text: 'Thanks, the ladder is back.',
    },
    {
      thread: 'broadcast',
      direction: 'in',
      senderDid: DIDS.erin,
      state: 'received',
      createdAtMs: yesterday(12, 30),
      text: 'Voting on the battery is open until Friday.',
      agent: 'e1'.repeat(32),
    },
    {
      thread: 'broadcast',
      direction: 'out',
      state: 'delivered',
      createdAtMs: yesterday(13, 5),
      text: 'Seen. I will read it tonight.',
      agent: OWN_DIGEST,
      deliveredTo: { done: 3, total: 4 },
      sealedBytes: null,
    },
    {
      thread: DIDS.bob,
      direction: 'out',
      state: 'delivered',
      createdAtMs: yesterday(18, 52),
      text: 'Did the new sensor survive the rain?',
    },
    {
      thread: DIDS.bob,
      direction: 'in',
      state: 'received',
      createdAtMs: yesterday(19, 20),
      text: 'The rain barrel sensor is wired. It reads 62 cm.',
    },
    {
      thread: DIDS.bob,
      direction: 'out',
      state: 'delivered',
      createdAtMs: today(11, 5),
      text: 'Nice. Can you check the filter before the weekend?',
    },
    {
      thread: DIDS.bob,
      direction: 'in',
      state: 'received',
      createdAtMs: today(13, 58),
      text: 'Will do after lunch. The pump is on the low setting until then.',
    },
    {
      ...waits,
      thread: DIDS.bob,
      direction: 'out',
      state: 'queued',
      createdAtMs: today(15, 2),
      text: 'Storm warning for tonight. Could you shut the top valve?',
      id: '5d0e7a31-6f42-4c1b-8a57-90b3e4d2c1a9',
      sealedBytes: 412,
    },
    {
      ...waits,
      thread: DIDS.bob,
      direction: 'out',
      state: 'queued',
      createdAtMs: today(15, 3),
      text: 'The key is under the blue pot.',
    },
    {
      ...waits,
      thread: DIDS.bob,
      direction: 'out',
      state: 'queued',
      createdAtMs: today(17, 20),
      text: 'No rush if you are out. Dave has a spare key.',
    },
    {
      thread: DIDS.carol,
      direction: 'in',
      state: 'received',
      createdAtMs: today(17, 41),
      text: 'Back. The train had no signal for hours.',
    },
  ];
  return said.map((one, index) => complete(one, index + 1));
}

const UNANSWERED = {
  detail: 'No answer within 5000 ms.',
  says: says('error.transport.noAnswer', { timeoutMs: 5000 }),
};

function complete(said: Said, number: number): Message {
  const { createdAtMs, state } = said;
  const step = (name: Message['steps'][number]['step'], atMs: number) => ({ step: name, atMs, detail: null });
  const out = [step('written', createdAtMs), step('sealed', createdAtMs), step('queued', createdAtMs + 40)];
  const steps =
    said.direction === 'in'
      ? [step('received', createdAtMs + 900)]
      : state === 'delivered'
        ? [...out, step('sent', createdAtMs + 700), step('delivered', createdAtMs + 960)]
        : [...out, { ...step('tried', createdAtMs + 90 * MINUTE), ...UNANSWERED }];
  return {
    number,
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    senderDid: said.direction === 'out' ? ME.did : said.thread,
    code: null,
    expiresAtMs: createdAtMs + 7 * DAY,
    keyChangedAtMs: null,
    sealedBytes: 300 + said.text.length,
    attempts: state === 'delivered' ? 1 : 0,
    nextTryAtMs: null,
    steps,
    deliveredTo: null,
    ...said,
  };
}

export function streetThreads(messages: readonly Message[]): Thread[] {
  const ids = [...new Set(messages.map((one) => one.thread))];
  return ids.map((id) => {
    const inThread = messages.filter((one) => one.thread === id);
    const last = inThread.at(-1);
    return {
      id,
      last: last
        ? {
            text: last.text,
            direction: last.direction,
            senderDid: last.senderDid,
            atMs: last.createdAtMs,
            state: last.state,
          }
        : null,
      unread: id === DIDS.carol ? 1 : 0,
      waiting: inThread.filter((one) => one.state === 'queued').length,
    };
  });
}
