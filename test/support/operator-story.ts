/** The story of this product's first release, told on any page that shows a dashboard. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import * as tour from './dashboard-tour.ts';
import { ghoststack, type HeadlessNode, startHeadless } from './headless-node.ts';

const TEXT = 'Meet at the mill at ten';
const STEP_LIMIT_MS = 30_000;

/** A peer on a node of its own, which is away until it is started. */
export interface Peer {
  readonly home: string;
  readonly did: string;
  readonly address: string;
  /** Makes it know somebody; only while it is away. */
  meets(did: string, name: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  inbox(): Promise<{ from: string; text: string }[]>;
}

export async function makePeer(folder: string, name: string): Promise<Peer> {
  const home = await mkdtemp(join(folder, `${name}-`));
  const keyFile = join(home, 'key-file');
  await ghoststack('init', '--home', home, '--name', name, '--key-file', keyFile);
  const startNode = () => startHeadless('--home', home, '--key-file', keyFile, '--listen', '127.0.0.1:0');
  let node: HeadlessNode | null = await startNode();
  const { did, listen } = node.ready;
  const stop = async (): Promise<void> => {
    await node?.stop();
    node = null;
  };
  await stop();
  return {
    home,
    did: did!,
    // The port that the system chose is kept for the next start.
    address: listen[0]!,
    async meets(otherDid, otherName) {
      node = await startNode();
      await ghoststack('peer', 'add', '--home', home, '--did', otherDid, '--name', otherName);
      await stop();
    },
    async start() {
      node = await startNode();
    },
    stop,
    async inbox() {
      return (await ghoststack('inbox', '--home', home)) as { from: string; text: string }[];
    },
  };
}

/** From the first start to five cycles of the agent; returns what must still be there after a restart. */
export async function tellStory(page: Page, peer: Peer): Promise<{ did: string; cycle: number }> {
  page.setDefaultTimeout(STEP_LIMIT_MS);
  await tour.makeKey(page, 'alice');
  const did = await tour.ownDid(page);
  await peer.meets(did, 'alice');

  await tour.addPeer(page, { did: peer.did, name: 'bob', address: peer.address });
  await tour.openConversation(page, 'bob');
  await tour.write(page, TEXT);
  const article = tour.mainPart(page).getByRole('article').filter({ hasText: TEXT });
  await article.getByText('Queued, bob was not seen yet').waitFor();

  await peer.start();
  await article.getByText('Delivered').waitFor();
  expect(await peer.inbox()).toMatchObject([{ from: 'alice', text: TEXT }]);

  const before = await tour.cycleNumber(page);
  const cycle = await tour.runCycles(page, 5);
  expect(cycle).toBeGreaterThanOrEqual(before + 5);
  await page.getByRole('img', { name: `Chart of cycles 1 to ${cycle}:` }).waitFor();
  return { did, cycle };
}

/** On a page after a restart: the key asks for its passphrase, and everything is as it was. */
export async function findAllAgain(page: Page, told: { did: string; cycle: number }): Promise<void> {
  page.setDefaultTimeout(STEP_LIMIT_MS);
  await tour.unlock(page, tour.PASSPHRASE);
  expect(await tour.ownDid(page)).toBe(told.did);
  await tour.openConversation(page, 'bob');
  const article = tour.mainPart(page).getByRole('article').filter({ hasText: TEXT });
  await article.getByText('Delivered').waitFor();
  expect(await tour.cycleNumber(page)).toBeGreaterThanOrEqual(told.cycle);
}
