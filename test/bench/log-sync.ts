// Entries of the log per second: bare frames of the same entries over a libp2p stream, the protocol with a log in memory
// that checks nothing, and the whole path (signatures checked, stored in SQLite, applied), in the same run.

import type { Libp2p } from '@libp2p/interface';
import type { CellLink } from '../../electron/node/transport/link/cell-link.ts';
import { createHost } from '../../electron/node/transport/link/create-host.ts';
import { FrameStream } from '../../electron/node/transport/link/frame-stream.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { hostKey } from '../../electron/node/transport/link/peer-key.ts';
import { DEFAULT_TIMING } from '../../electron/node/transport/link/timing.ts';
import { encodeEntries, inFrames } from '../../electron/node/transport/log/log-frames.ts';
import { type RealMember, realCell } from '../support/cell/real-member.ts';
import { closedDesk, MemoryLog, memoryCell, someHash, someScid } from '../support/memory-log.ts';
import { person, testNode } from '../support/messaging.ts';

const ROUNDS = 5;
const ENTRIES = 4_000;
const LIMITS = { maxFrameBytes: 256 * 1024, maxUnreadBytes: 64 * 1024 * 1024, frameMs: 15_000 };
const PROTOCOL = '/bench/raw/1';
const [alice, bob] = [person('alice'), person('bob')];

/** alice and bob over loopback, connected; resolves when bob has what alice has. */
async function syncMs(from: CellLink, to: CellLink, isDone: () => boolean): Promise<number> {
  const nodes = [testNode(alice, [bob]), testNode(bob, [alice])] as const;
  const daemons = nodes.map(
    ({ self, directory, inbox }) =>
      new Libp2pDaemon({ identity: self.key, directory, receive: (frames) => inbox.receiveAll(frames) }),
  );
  for (const [at, daemon] of daemons.entries()) {
    await daemon.attachCell(at === 0 ? from : to);
    await daemon.start();
  }
  const startMs = performance.now();
  daemons[0]?.setPeer({ did: bob.identity.did, address: daemons[1]?.addresses()[0] ?? null });
  const done = new Promise<void>((resolve) => {
    to.log.onNews(() => {
      if (isDone()) resolve();
    });
  });
  await done;
  const ms = performance.now() - startMs;
  for (const daemon of daemons) await daemon.stop();
  for (const node of nodes) await node.close();
  return ms;
}

async function inMemory(): Promise<number> {
  const logs = ['alice', 'bob'].map((name) => new MemoryLog(someHash('bench'), someScid(name)));
  const [source, target] = logs as [MemoryLog, MemoryLog];
  source.write(...Array.from({ length: ENTRIES }, (_, number) => `${number} ${'x'.repeat(400)}`));
  const ms = await syncMs(memoryCell(source), memoryCell(target), () => target.size === ENTRIES);
  return perSecond(ms);
}

/** Alice writes, and bob's log has to take it all. */
function signedLogs(): [RealMember, RealMember] {
  const [author, reader] = realCell() as [RealMember, RealMember, RealMember];
  author.store.transaction(() => {
    for (let number = 0; number < ENTRIES; number++) author.log.append('bench', { text: 'x'.repeat(200) });
  });
  return [author, reader];
}

function linkOf({ log }: RealMember): CellLink {
  return {
    log: {
      cell: log.cell,
      tips: () => log.tips(),
      missingFrom: (tips, doubted) => log.missingFrom(tips, doubted),
      receive: async (texts) => {
        const { applied, waiting, missing, refused } = await log.receiveAside(texts);
        return { applied: applied.length, waiting, missing, refused };
      },
      onNews: (listener) => log.subscribe(() => listener()),
      peerHolds: () => undefined,
      twinShown: () => undefined,
      twinTold: () => undefined,
    },
    joinDesk: closedDesk,
    discoverySecret: () => null,
  };
}

async function wholePath([author, reader]: [RealMember, RealMember]): Promise<number> {
  const whole = reader.texts().length + ENTRIES;
  const ms = await syncMs(linkOf(author), linkOf(reader), () => {
    const head = reader.log.graph.heads(author.identity.scid)[0];
    return head !== undefined && head.hash === author.log.ownHead()?.hash;
  });
  if (reader.texts().length < whole) throw new Error('not everything arrived');
  return perSecond(ms);
}

async function rawFrames(texts: readonly string[]): Promise<number> {
  const hosts: Libp2p[] = [];
  for (const who of [alice, bob]) {
    const privateKey = await hostKey(who.key);
    hosts.push(
      await createHost({ privateKey, listen: ['/ip4/127.0.0.1/tcp/0'], gate: {}, timing: DEFAULT_TIMING }),
    );
  }
  const [from, to] = hosts as [Libp2p, Libp2p];
  const frames = [...inFrames(texts)].map((lines, seq) => encodeEntries({ type: 'entries', seq }, lines));
  await to.handle(PROTOCOL, async (stream) => {
    const incoming = new FrameStream(stream, LIMITS);
    for (const _ of frames) await incoming.read();
    await incoming.write(Uint8Array.of(1));
  });
  const address = to.getMultiaddrs()[0];
  if (address === undefined) throw new Error('it does not listen');
  const outgoing = new FrameStream(await from.dialProtocol(address, PROTOCOL), LIMITS);
  const startMs = performance.now();
  for (const frame of frames) await outgoing.write(frame);
  await outgoing.read();
  const ms = performance.now() - startMs;
  await Promise.all(hosts.map((host) => host.stop()));
  return perSecond(ms);
}

function perSecond(ms: number): number {
  return (ENTRIES / ms) * 1_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const rounds = { raw: [] as number[], memory: [] as number[], whole: [] as number[] };
let entryBytes = 0;
for (let round = 0; round < ROUNDS; round++) {
  const logs = signedLogs();
  const texts = [...logs[0].log.missingFrom(logs[1].log.tips())];
  entryBytes = Math.round(texts.join('').length / texts.length);
  rounds.raw.push(await rawFrames(texts));
  rounds.memory.push(await inMemory());
  rounds.whole.push(await wholePath(logs));
  for (const member of logs) member.close();
}
const raw = median(rounds.raw);
console.log(
  `medians of ${ROUNDS} rounds, ${ENTRIES} entries of ${entryBytes} bytes, both ends in one process\n`,
);
for (const [what, values] of [
  ['bare frames', rounds.raw],
  ['log sync, in memory', rounds.memory],
  ['log sync, checked and stored', rounds.whole],
] as const) {
  const value = median(values);
  const ratio = (value / raw).toPrecision(2);
  console.log(
    `${what.padEnd(30)} ${Math.round(value).toLocaleString('en').padStart(10)} /s   ${ratio} of bare frames`,
  );
}
