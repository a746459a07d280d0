/** A node over a home in this process: asked to vote, it answers what the push after the vote has cost. */
import '#shared/words/sayings.ts';
import { saysNews } from '#shared/contract/apply-push.ts';
import type { Push, Slices } from '#shared/contract/domain/snapshot.ts';
import { readsOf } from '../../../electron/host/dispatch.ts';
import { StatePublisher } from '../../../electron/host/state-publisher.ts';
import { readKeyFile } from '../../../electron/node/identity/key-file.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { answerBench } from '../frame/program.ts';

answerBench(async (_root, home = '', keyFile = '', aheadMs = '0', quietMs = '500') => {
  const node = await createNode({
    home: openHome(home),
    nowMs: () => Date.now() + Number(aheadMs),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    acceptJoins: false,
    network: false,
    protection: { kind: 'secret', secret: readKeyFile(keyFile), origin: 'key-file' },
    deviceSecret: null,
  });
  let firstReadMs: number | null = null;
  let pushes = 0;
  let heard: ((push: Push, ms: number) => void) | null = null;
  const reads = Object.fromEntries(
    Object.entries(readsOf(node)).map(([name, read]) => [
      name,
      () => {
        firstReadMs ??= performance.now();
        return read();
      },
    ]),
  ) as unknown as { readonly [K in keyof Slices]: () => Slices[K] };
  const publisher = new StatePublisher({
    read: reads,
    nowMs: () => node.nowMs(),
    send: (push) => {
      const ms = performance.now() - (firstReadMs ?? performance.now());
      firstReadMs = null;
      // A beat of the heart says nothing.
      if (saysNews(push)) pushes += 1;
      heard?.(push, ms);
    },
  });
  node.onChange(({ slices = [], message }) => {
    publisher.mark(...slices);
    if (message) publisher.message(message);
  });
  // The home was made on this computer and not moved here.
  if (node.cell.current?.signingBarred()) node.cell.resumeSigning();

  /** The next push that says what is decided; then all that follows from it. */
  async function pushAfter(act: () => void): Promise<{ pushMs: number; pushBytes: number }> {
    const pushed = new Promise<{ pushMs: number; pushBytes: number }>((resolve) => {
      heard = (push, pushMs) => {
        if (push.changes.proposalCounts || push.changes.proposals || push.rows)
          resolve({ pushMs, pushBytes: JSON.stringify(push).length });
      };
    });
    firstReadMs = null;
    act();
    const answer = await pushed;
    heard = null;
    // What follows from it is no part of the next one.
    for (let before = -1; before !== pushes; ) {
      before = pushes;
      await new Promise((resolve) => setTimeout(resolve, Number(quietMs)));
    }
    return answer;
  }

  let count = 0;
  return async () => {
    count += 1;
    let id = '';
    const startMs = performance.now();
    const snapshot = publisher.snapshot();
    const snapshotMs = performance.now() - startMs;
    await pushAfter(() => {
      id = node.cell.deciding().propose({ title: `Ladder ${count}`, text: 'A ladder.', open: true });
    });
    const cost = await pushAfter(() => node.cell.deciding().vote(id, 'APPROVE', null));
    return { ...cost, snapshotMs, snapshotBytes: JSON.stringify(snapshot).length };
  };
});
