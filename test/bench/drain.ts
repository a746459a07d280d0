// Messages that waited for a peer which is back, between two processes: sealed before, then pushed, checked, opened,
// stored (synchronous=FULL on both sides) and acknowledged. Beside it, in the same run, one thread that only checks
// Ed25519 signatures, and mosquitto draining a persistent session of QoS 1.
//
// node test/bench/drain.ts [--messages 20000] [--bytes 1024] [--rounds 5] [--json FILE] [--cpu-prof FOLDER]
import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drainMosquitto, hasMosquitto } from './beside/mosquitto.ts';
import type { Order } from './processes/drain-member.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    bytes: { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    'cpu-prof': { type: 'string' },
  },
});
const [MESSAGES, BYTES, ROUNDS] = [values.messages, values.bytes, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const MEMBER = fileURLToPath(new URL('processes/drain-member.ts', import.meta.url));
/** Envelopes of a text of 1 KiB have about as much under their signature. */
const SIGNED_BYTES = 1_200 + Math.ceil((BYTES * 4) / 3);
const VERIFIED = 3_000;

interface Member {
  ask(order: Order): Promise<unknown>;
  stop(): Promise<void>;
}

function member(name: string, peer: string, path: string): Member {
  const child: ChildProcess = fork(MEMBER, [name, peer, path]);
  const ask = async (order: Order): Promise<unknown> => {
    const answered = once(child, 'message') as Promise<[{ value?: unknown; error?: string }]>;
    child.send(order);
    const [{ value, error }] = await answered;
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return value;
  };
  return {
    ask,
    stop: async () => {
      const exited = once(child, 'exit');
      await ask({ do: 'stop' });
      await exited;
    },
  };
}

interface Drained {
  readonly ms: number;
  readonly senderCpuMs: number;
  readonly receiverCpuMs: number;
}

async function drain(): Promise<Drained> {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-bench-'));
  const alice = member('alice', 'bob', join(folder, 'alice.db'));
  const bob = member('bob', 'alice', join(folder, 'bob.db'));
  await alice.ask({ do: 'fill', messages: MESSAGES, bytes: BYTES });
  const address = String(await bob.ask({ do: 'listen' }));
  const profiled =
    values['cpu-prof'] === undefined
      ? []
      : ([
          ['alice', alice],
          ['bob', bob],
        ] as const);
  for (const [, one] of profiled) await one.ask({ do: 'profile', to: null });
  const before = Number(await bob.ask({ do: 'cpu' }));
  const sent = (await alice.ask({ do: 'drain', address, messages: MESSAGES })) as {
    ms: number;
    cpuMs: number;
  };
  const receiverCpuMs = Number(await bob.ask({ do: 'cpu' })) - before;
  for (const [name, one] of profiled)
    await one.ask({ do: 'profile', to: join(values['cpu-prof'] ?? '', `${name}.cpuprofile`) });
  const stored = await bob.ask({ do: 'stored' });
  if (stored !== MESSAGES) throw new Error(`${stored} of ${MESSAGES} messages are stored`);
  await Promise.all([alice.stop(), bob.stop()]);
  rmSync(folder, { recursive: true, force: true });
  return { ms: sent.ms, senderCpuMs: sent.cpuMs, receiverCpuMs };
}

/** Milliseconds for one signature, by the clock and by this process's time. */
function verifyMs(): { wall: number; cpu: number } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(SIGNED_BYTES, 'x');
  const signature = sign(null, message, privateKey);
  const began = process.cpuUsage();
  const startMs = performance.now();
  for (let count = 0; count < VERIFIED; count++) verify(null, message, publicKey, signature);
  const wall = (performance.now() - startMs) / VERIFIED;
  const { user, system } = process.cpuUsage(began);
  return { wall, cpu: (user + system) / 1000 / VERIFIED };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const mosquitto = hasMosquitto();
if (!mosquitto)
  console.log('mosquitto is not installed (apt install mosquitto mosquitto-clients) and is left out\n');
const rounds: {
  perSecond: number;
  ofVerify: number;
  cpuOfVerify: number;
  ofMosquitto: number | null;
  drained: Drained;
}[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const before = verifyMs();
  const drained = await drain();
  const after = verifyMs();
  const wall = (before.wall + after.wall) / 2;
  const cpu = (before.cpu + after.cpu) / 2;
  const each = drained.ms / MESSAGES;
  const beside = mosquitto ? (await drainMosquitto(MESSAGES, BYTES)) / MESSAGES : null;
  rounds.push({
    perSecond: 1_000 / each,
    ofVerify: wall / each,
    cpuOfVerify: (drained.senderCpuMs + drained.receiverCpuMs) / MESSAGES / cpu,
    ofMosquitto: beside === null ? null : beside / each,
    drained,
  });
}
const [cpuSender, cpuReceiver] = [
  median(rounds.map(({ drained }) => drained.senderCpuMs)),
  median(rounds.map(({ drained }) => drained.receiverCpuMs)),
];
const line = (what: string, value: string): void => console.log(`${what.padEnd(44)} ${value.padStart(12)}`);
console.log(`medians of ${ROUNDS} rounds, ${MESSAGES} messages of ${BYTES} bytes, two processes\n`);
line(
  'messages per second',
  Math.round(median(rounds.map(({ perSecond }) => perSecond))).toLocaleString('en'),
);
line(
  'rate, of one thread that checks signatures',
  median(rounds.map(({ ofVerify }) => ofVerify)).toPrecision(3),
);
line(
  "CPU of both, signatures' worth a message",
  median(rounds.map(({ cpuOfVerify }) => cpuOfVerify)).toPrecision(3),
);
line('CPU of the sender, µs a message', ((cpuSender / MESSAGES) * 1_000).toFixed(0));
line('CPU of the receiver, µs a message', ((cpuReceiver / MESSAGES) * 1_000).toFixed(0));
if (mosquitto)
  line("rate, of mosquitto's", median(rounds.map(({ ofMosquitto }) => ofMosquitto ?? 0)).toPrecision(2));
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ messages: MESSAGES, bytes: BYTES, rounds }, null, 2)}\n`);
