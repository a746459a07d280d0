/** What comes over a connection before anything is known of it: hellos, frames, answers, announcements. */

import { JoinAnswer, JoinAsk } from '../../electron/node/cell/joining/join-exchange.ts';
import { readAnnouncements } from '../../electron/node/transport/discovery/mdns-packets.ts';
import { JoinReply } from '../../electron/node/transport/join/join-frames.ts';
import {
  CellFrame,
  Control,
  decodeFrame,
  decodePush,
  encodeFrame,
  encodePush,
  Hello,
  PushReply,
} from '../../electron/node/transport/link/frames.ts';
import { ProtocolViolation } from '../../electron/node/transport/link/protocol-violation.ts';
import { decodeEntries, encodeEntries, LogReply } from '../../electron/node/transport/log/log-frames.ts';
import {
  joinedTips,
  keptTips,
  tipsInParts,
  tipsOver,
  tipsSince,
  unitedTips,
} from '../../electron/node/transport/log/tips.ts';
import { someHash, someScid } from '../support/memory-log.ts';
import { mutateBytes, mutateValue } from './mutate.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

const [hash, other] = [someHash('one'), someHash('other')];
const TIPS = { [someScid('alice')]: hash, [someScid('bob')]: [hash, other] };
const INSTANCE = '0123456789abcdef';
const LINES = ['{"entry":{}}', '{"a":1}'].map((line) => Buffer.from(line));

const HELLO = {
  type: 'hello',
  versions: [1],
  clock: 1_800_000_000_000,
  instance: INSTANCE,
  ports: [4000],
  cells: [{ cell: hash, rules: 1, tips: TIPS }],
  more: true,
};
const MORE = { type: 'cell', cell: other, rules: 1, tips: TIPS, more: true };
const NONCE = 'A'.repeat(43);
const ASK = {
  v: 2,
  cell: hash,
  proof: NONCE,
  alias: 'bob',
  didLog: [{ parameters: { scid: someScid('bob') } }],
  commitment: NONCE,
  nonce: NONCE,
};
const ASKED = {
  v: 2,
  state: 'asking',
  cellName: 'Maple Street',
  inviter: { alias: 'alice', didLog: ASK.didLog },
  nonce: NONCE,
};
const CONTROLS = [
  { type: 'bye', code: 'stopping', reason: 'the node is stopping' },
  { type: 'twin', instance: INSTANCE },
  { type: 'where', members: [{ did: 'did:webvh:x', addresses: ['/ip4/10.0.0.1/tcp/4000'] }] },
  { type: 'ping' },
  { type: 'cell', cell: hash, rules: 1, tips: TIPS },
];
const PUSH = { type: 'envelopes', seq: 0, done: 1, total: 2, bytes_done: 10, bytes_total: 20 } as const;
const REPLIES = [
  { type: 'ack', seq: 0, applied: 1, refused: 1, reason: 'no', tips: TIPS },
  { type: 'ack', seq: 1, acknowledgement: { v: 1 } },
  { type: 'failed', seq: 0, reason: 'the disk is full' },
];
const ANSWERS = [
  { ok: true, value: {} },
  { ok: false, error: { code: 'refused', message: 'no' } },
];

export function fuzzHellos(random: Random, runs: number, tally: Tally): void {
  for (let run = 0; run < runs; run += 1) {
    tally.runs += 1;
    const frame = mutant(random, random.chance(0.6) ? HELLO : random.pick(CONTROLS));
    attempt(tally, frame, () => {
      const [first] = decodeFrame(frame, Hello, 'error.violation.notHello').cells ?? [];
      if (!first?.tips) return;
      const { tips } = first;
      // What a node works out from what it was told.
      const held = tipsOver({ [someScid('carol')]: [other] }, tips);
      JSON.stringify([tipsSince({}, held), unitedTips(held, { [someScid('bob')]: [other] })]);
    });
    attempt(tally, frame, () => void decodeFrame(frame, Control, 'error.violation.notGoodbye'));
    const next = mutant(random, MORE);
    attempt(tally, next, () => {
      const told = joinedTips(
        TIPS,
        decodeFrame(next, CellFrame, 'error.violation.notMoreOfHello').tips ?? {},
      );
      JSON.stringify([tipsInParts(told, 200), keptTips(tipsOver({}, told), {})]);
    });
  }
}

export function fuzzFrames(random: Random, runs: number, tally: Tally): void {
  for (let run = 0; run < runs; run += 1) {
    tally.runs += 1;
    switch (random.below(6)) {
      case 0: {
        const frame = mutateBytes(random, encodePush(PUSH, LINES));
        attempt(tally, frame, () => void decodePush(frame));
        break;
      }
      case 1: {
        const frame = mutateBytes(
          random,
          encodeEntries({ type: 'entries', cell: hash, seq: 0, tips: TIPS }, LINES),
        );
        attempt(tally, frame, () => void decodeEntries(frame));
        break;
      }
      case 2: {
        const frame = mutant(random, random.pick(ANSWERS));
        attempt(tally, frame, () => void decodeFrame(frame, JoinReply, 'error.violation.notJoinAnswer'));
        break;
      }
      case 3: {
        const frame = mutant(random, random.pick(REPLIES));
        attempt(tally, frame, () => void decodeFrame(frame, LogReply, 'error.violation.notAcknowledgement'));
        attempt(tally, frame, () => void decodeFrame(frame, PushReply, 'error.violation.notAcknowledgement'));
        break;
      }
      case 4: {
        const [ask, answer] = [mutateValue(random, ASK), mutateValue(random, ASKED)];
        attempt(tally, JSON.stringify(ask) ?? '', () => void JoinAsk.safeParse(ask));
        attempt(tally, JSON.stringify(answer) ?? '', () => void JoinAnswer.safeParse(answer));
        break;
      }
      default:
        announcement(random, tally);
    }
  }
}

function mutant(random: Random, model: object): Uint8Array {
  const changed = mutateValue(random, model);
  const frame = encodeFrame((changed ?? null) as object);
  return random.chance(0.3) ? mutateBytes(random, frame) : frame;
}

/** As multicast-dns has read the packet: its types hold, what is in it is anybody's. */
function announcement(random: Random, tally: Tally): void {
  const service = '_0123._tcp.local';
  const name = `${INSTANCE}.${service}`;
  const records = [
    { name: service, type: 'PTR', ttl: 120, data: name },
    { name, type: 'SRV', ttl: 120, data: { port: 4000, target: 'x.local', priority: 0, weight: 0 } },
    { name, type: 'TXT', ttl: 120, data: [`h=${INSTANCE}`] },
    { name: 'x.local', type: 'A', ttl: 120, data: '10.0.0.1' },
  ] as const;
  const changed = records.map((record) => {
    if (!random.chance(0.4)) return record;
    // A string stays a string, a list of records a list: that much the parser before it sees to.
    const copy = { ...record, name: random.pick([service, name, '', 'x.local']), ttl: random.below(3) };
    if (typeof copy.data === 'string')
      copy.data = random.pick([name, '', service, '256.0.0.1', '\u0000']) as never;
    else if (Array.isArray(copy.data))
      copy.data = random.pick([[], [''], ['h='], [`h=${INSTANCE}`]]) as never;
    return copy;
  });
  attempt(tally, JSON.stringify(changed), () => void readAnnouncements(changed as never, new Set([service])));
}

function attempt(tally: Tally, input: Uint8Array | string, run: () => void): void {
  try {
    run();
    tally.count('understood');
  } catch (thrown) {
    if (thrown instanceof ProtocolViolation) tally.count('refused');
    else tally.fault('decode', thrown, Buffer.from(input).toString('utf8'));
  }
}
