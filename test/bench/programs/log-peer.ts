// One of two nodes between which a log is caught up, over libp2p: `source` writes it and serves it, `reader` takes it into a
// new database on disk for each question, and answers how long that took.
import { once } from 'node:events';
import { join } from 'node:path';
import { answerBench } from '../frame/program.ts';
import { fromTree } from '../frame/tree-modules.ts';

export type PeerQuestion =
  | { readonly write: number }
  | { readonly read: { readonly cell: string; readonly head: string; readonly address: string } };

export interface Written {
  readonly cell: string;
  readonly head: string;
  readonly address: string;
  readonly entries: number;
  readonly bytes: number;
}

const DAY_MS = 86_400_000;
/** What an author writes in a day by itself. */
const PER_DAY = 10_000;

answerBench(async (root, folder = '') => {
  const { person, testNode } = await fromTree(root, 'test/support/messaging.ts');
  const { realCell } = await fromTree(root, 'test/support/cell/real-member.ts');
  const { closedDesk } = await fromTree(root, 'test/support/memory-log.ts');
  const { IntegrityLog } = await fromTree(root, 'electron/node/log/integrity-log.ts');
  const { LogStore } = await fromTree(root, 'electron/node/log/log-store.ts');
  const { openStore } = await fromTree(root, 'electron/node/store/store.ts');
  const { authoriseEntry } = await fromTree(
    root,
    'electron/node/cell/deciding/authorise-entry.ts',
    'electron/node/cell/authorise-entry.ts',
  );
  const { Libp2pDaemon } = await fromTree(
    root,
    'electron/node/transport/link/libp2p-daemon.ts',
    'electron/node/transport/libp2p-daemon.ts',
  );
  const [alice, bob] = [person('alice'), person('bob')];

  type Log = InstanceType<typeof IntegrityLog>;
  const linkOf = (log: Log) => ({
    log: {
      cell: log.cell,
      tips: () => log.tips(),
      missingFrom: (...of: unknown[]) => log.missingFrom(...of),
      receive: (texts: readonly string[]) => {
        const counted = (got: Record<string, unknown>) => ({
          ...got,
          applied: (got.applied as unknown[]).length,
        });
        return log.receiveAside ? log.receiveAside(texts).then(counted) : counted(log.receive(texts));
      },
      onNews: (listener: () => void) => log.subscribe(() => listener()),
      peerHolds: () => undefined,
      twinShown: () => undefined,
      twinTold: () => undefined,
      twinMet: () => undefined,
    },
    joinDesk: closedDesk,
    discoverySecret: () => null,
  });
  const daemonOf = async (self: typeof alice, other: typeof alice, log: Log) => {
    const node = testNode(self, [other]);
    const daemon = new Libp2pDaemon({
      identity: self.key,
      directory: node.directory,
      receive: (batch: unknown) => node.inbox.receive(batch),
    });
    await daemon.attachCell(linkOf(log));
    await daemon.start();
    return { daemon, close: () => node.close() };
  };

  let round = 0;
  const read = async ({ cell, head, address }: { cell: string; head: string; address: string }) => {
    round += 1;
    const store = openStore({ path: join(folder, `read-${process.pid}-${round}.db`) });
    const options = { cell, store: new LogStore(store), clock: Date.now, authorise: authoriseEntry };
    const log = new IntegrityLog({ ...options, author: null });
    const { daemon, close } = await daemonOf(bob, alice, log);
    const arrived = new EventTarget();
    log.subscribe(() => log.graph.get(head) && arrived.dispatchEvent(new Event('head')));
    const startMs = performance.now();
    const there = once(arrived, 'head');
    daemon.setPeer({ did: alice.identity.did, address });
    await there;
    const ms = performance.now() - startMs;
    const { size } = log.graph;
    await daemon.stop();
    await close();
    store.close();
    return { ms, entries: size };
  };

  const write = async (entries: number): Promise<Written> => {
    const members = realCell();
    const [one, other] = members;
    const [first, second] = [one, other].map((member) => member.identity.scid);
    for (let at = 0; at < entries; at += PER_DAY) {
      for (const member of members) member.nowMs += DAY_MS;
      // Two feeds, the entries of which lie between each other's on the way.
      for (const [member, of] of [
        [one, second],
        [other, first],
      ])
        member.store.transaction(() => {
          for (let count = at; count < Math.min(entries, at + PER_DAY); count += 2)
            member.log.append('endorse', { member: of, strength: 1 + (count % 1000) });
        });
    }
    one.syncFrom(other);
    const head = one.log.append('endorse', { member: second, strength: 1 }).hash;
    const texts = [...one.log.missingFrom({})];
    const { daemon } = await daemonOf(alice, bob, one.log);
    return {
      cell: one.log.cell,
      head,
      address: daemon.addresses()[0],
      entries: texts.length,
      bytes: Math.round(texts.join('').length / texts.length),
    };
  };

  return (question) => {
    const asked = question as PeerQuestion;
    return 'write' in asked ? write(asked.write) : read(asked.read);
  };
});
