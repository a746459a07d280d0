import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { launchChromium } from '../support/chromium.ts';
import { startHeadless } from '../support/headless-node.ts';
import { findAllAgain, makePeer, type Peer, tellStory } from '../support/operator-story.ts';
import { describeIfMet } from '../support/requirements.ts';

describeIfMet(await browserRequirement(), 'an operator in a browser', () => {
  let browser: Browser;
  let folder: string;
  let peer: Peer | null = null;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-browser-'));
  });
  afterEach(async () => {
    await peer?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('writes to an absent peer, sees it held and then delivered, runs the agent, and finds all again', async () => {
    peer = await makePeer(folder, 'bob');
    const start = () => startHeadless('--home', join(folder, 'alice'), '--dashboard', '127.0.0.1:0');
    const problems: string[] = [];
    const open = async (url: string) => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(url);
      return page;
    };

    const first = await start();
    const page = await open(first.ready.dashboard!);
    const told = await tellStory(page, peer);
    await page.close();
    await first.stop();

    const second = await start();
    try {
      await findAllAgain(await open(second.ready.dashboard!), told);
      expect(problems).toEqual([]);
    } finally {
      await second.stop();
    }
  });
});
