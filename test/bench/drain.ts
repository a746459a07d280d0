/** Messages that waited for a peer which is back, between two processes; and texts to everyone, among seven. */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { drainMosquitto, hasMosquitto } from './beside/mosquitto.ts';
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Reading } from './frame/line.ts';
import type { Order } from './programs/drain-member.ts';

const VERIFY = 'checks of signatures, one thread';
/** Of the public key operations alone, as many as take half a second; a few where it only has to run. */
const VERIFIED = { usual: 4_000, short: 100 };
/** A folder to which both ends write a profile of the last drain by the present build. */
const PROFILES = process.env.GHOSTSTACK_BENCH_PROFILES;

type Sizes = 'messages' | 'bytes';

async function drain(tree: Tree, context: BenchContext<Sizes>, round: number): Promise<Reading> {
  const { messages, bytes } = context.sizes;
  const folder = join(context.folder, `${tree.name}-${round}`);
  mkdirSync(folder);
  const begin = (name: string, peer: string) =>
    context.program(tree, 'drain-member.ts', { args: [name, peer, join(folder, `${name}.db`)] });
  const [alice, bob] = [begin('alice', 'bob'), begin('bob', 'alice')];
  const tell = <T>(whom: typeof alice, order: Order) => whom.ask<T>(order);
  await tell(alice, { do: 'fill', messages, bytes });
  const address = await tell<string>(bob, { do: 'listen' });
  const profiled = PROFILES !== undefined && tree === context.now;
  if (profiled) for (const one of [alice, bob]) await tell(one, { do: 'profile', to: null });
  const before = await tell<number>(bob, { do: 'cpu' });
  const sender = await tell<{ ms: number; cpuMs: number }>(alice, { do: 'drain', address });
  const receiverMs = (await tell<number>(bob, { do: 'cpu' })) - before;
  if (profiled) {
    await tell(alice, { do: 'profile', to: join(PROFILES, 'alice.cpuprofile') });
    await tell(bob, { do: 'profile', to: join(PROFILES, 'bob.cpuprofile') });
  }
  const stored = await tell<number>(bob, { do: 'stored' });
  if (stored !== messages) throw new Error(`${stored} of ${messages} messages are stored`);
  for (const one of [alice, bob]) {
    await tell(one, { do: 'stop' });
    await one.stop();
  }
  return {
    rate: (messages / sender.ms) * 1_000,
    work: ((sender.cpuMs + receiverMs) / messages) * 1_000,
    sender: (sender.cpuMs / messages) * 1_000,
    receiver: (receiverMs / messages) * 1_000,
  };
}

/** By the clock, and by this process's own time: what a busy machine does not change. */
function verifying(bytes: number, checks: number): Reading {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(bytes, 'x');
  const signature = sign(null, message, privateKey);
  const began = process.cpuUsage();
  const startMs = performance.now();
  for (let count = 0; count < checks; count++) verify(null, message, publicKey, signature);
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(began);
  return { rate: (checks / ms) * 1_000, work: (user + system) / checks };
}

const drained: Line<Sizes> = {
  number: '4',
  rows: [
    {
      key: 'rate',
      what: 'drain to a peer back online: checked, opened, stored, acknowledged',
      unit: 'messages/s',
      aims: [{ of: VERIFY, atLeastTimes: 1.2 }],
    },
    {
      key: 'work',
      what: 'CPU of both for a message',
      unit: 'µs',
      aims: [{ of: VERIFY, atMostTimes: 5 / 3 }],
    },
    { key: 'sender', what: 'CPU of the sender for a message', unit: 'µs', aims: [] },
    { key: 'receiver', what: 'CPU of the receiver for a message', unit: 'µs', aims: [] },
  ],
  sizes: {
    messages: { what: 'messages that wait', usual: 20_000, short: 300 },
    bytes: { what: 'bytes of each', usual: 1_024, short: 1_024 },
  },
  async open(context) {
    const { messages, bytes } = context.sizes;
    const { former } = context;
    let round = 0;
    const beside = hasMosquitto();
    if (!beside) context.note('mosquitto is left out: apt install mosquitto mosquitto-clients');
    const mosquitto = async () => ({ rate: (messages / (await drainMosquitto(messages, bytes))) * 1_000 });
    return {
      now: () => drain(context.now, context, round++),
      former: former ? () => drain(former, context, round++) : `no build of ${FORMER}`,
      references: {
        [VERIFY]: async () => verifying(bytes, context.isShort ? VERIFIED.short : VERIFIED.usual),
        ...(beside ? { 'mosquitto, QoS 1, syncs nothing': mosquitto } : {}),
      },
    };
  },
};

export const lines: readonly Line[] = [drained];
