import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SESSION_OVER } from '#shared/contract/dashboard-socket.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { launchChromium } from '../support/chromium.ts';
import { connect, hear, say } from '../support/dashboard-browser.ts';
import * as tour from '../support/dashboard-tour.ts';
import { ghoststack, type HeadlessNode, startHeadless } from '../support/headless-node.ts';
import { describeIfMet } from '../support/requirements.ts';

describeIfMet(await browserRequirement(), 'a session of the dashboard in a browser', () => {
  let browser: Browser;
  let folder: string;
  let node: HeadlessNode;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-browser-'));
    node = await startHeadless('--home', folder, '--dashboard', '127.0.0.1:0', '--no-mdns');
  });
  afterEach(async () => {
    await node.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const newLink = async (): Promise<string> =>
    ((await ghoststack('dashboard', '--home', folder)) as { url: string }).url;

  async function open(link: string): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const sent: unknown[] = [];
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload))));
    });
    await page.goto(link);
    return { page, sent, problems };
  }

  test('has a second secret in the memory of its page, without which its cookie is worth nothing', async () => {
    const link = node.ready.dashboard ?? '';
    const { page, sent, problems } = await open(link);
    await tour.makeKey(page, 'alice');

    const [greeting, ...calls] = sent as { key: string; id?: number }[];
    expect(greeting).toEqual({ key: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) });
    expect(calls.length).toBeGreaterThan(1);
    expect(new Set(calls.map(({ key }) => key))).toEqual(new Set([greeting?.key]));
    const kept = await page.evaluate(() =>
      JSON.stringify([
        location.href,
        document.cookie,
        { ...localStorage },
        { ...sessionStorage },
        history.state,
      ]),
    );
    expect(kept).not.toContain(greeting?.key);

    // Cookies ignore ports: any server of this host, whoever runs it, is sent this one. It has no more than that.
    const cookie = await cookieAtOtherPort(page);
    expect(cookie).toMatch(/^ghoststack-\d+=.{43}$/);
    const socket = await connect(link, { origin: new URL(link).origin, cookie });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const heard = hear(socket);
    say(socket, { id: 1, name: 'state.snapshot', input: {} });
    expect([await heard.closed, heard.frames]).toEqual([SESSION_OVER, []]);

    // The page itself goes on, and is not let in any more once it was loaded anew.
    await tour.visit(page, 'Settings');
    await page.reload();
    await isOver(page);
    await page.getByText(`ghoststack dashboard --home ${folder}`).waitFor();
    expect(problems).toEqual([]);
  });

  test('ends when the key is locked, everywhere; a new link and the passphrase open it again', async () => {
    const first = await open(node.ready.dashboard ?? '');
    await tour.makeKey(first.page, 'alice');
    const unopened = await newLink();
    const second = await open(await newLink());
    await second.page.getByRole('navigation').first().waitFor();
    await tour.visit(first.page, 'Settings');
    await first.page.getByRole('button', { name: 'Lock now' }).click();
    await Promise.all([isOver(first.page), isOver(second.page)]);
    expect(await first.page.getByText('alice').count()).toBe(0);

    const { page } = await open(unopened);
    await page.getByText('This link was used already, is too old or is not valid.').waitFor();
    await page.goto(await newLink());
    await tour.unlock(page, tour.PASSPHRASE);
    await page.getByRole('navigation').first().waitFor();
    expect([...first.problems, ...second.problems]).toEqual([]);
  });

  test('ends when the node is started anew', async () => {
    const { page } = await open(node.ready.dashboard ?? '');
    await tour.makeKey(page, 'alice');
    const { host } = new URL(page.url());
    await node.stop();
    node = await startHeadless('--home', folder, '--dashboard', host, '--no-mdns');
    await isOver(page);
  });

  test('lets no page run code or reach an address that is not the dashboard’s own', async () => {
    const { page } = await open(node.ready.dashboard ?? '');
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    const broken = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        directives.push(event.effectiveDirective),
      );
      const tried = async (what: () => unknown) => {
        try {
          await what();
        } catch {}
      };
      await tried(() => {
        const image = new Image();
        image.src = 'http://127.0.0.1:1/';
        document.body.append(image);
      });
      await tried(() => fetch('http://127.0.0.1:1/'));
      await tried(() => {
        document.body.innerHTML = '<b>markup</b>';
      });
      await tried(() => document.body.setAttribute('style', 'color: red'));
      await new Promise((resolve) => setTimeout(resolve));
      return directives;
    });
    expect(new Set(broken)).toEqual(
      new Set(['img-src', 'connect-src', 'require-trusted-types-for', 'style-src-attr']),
    );
  });
});

/** What another server of the same host is sent when the browser opens it. */
async function cookieAtOtherPort(page: Page): Promise<string> {
  const cookies: string[] = [];
  const server = createServer((request, response) => {
    cookies.push(request.headers.cookie ?? '');
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const other = await page.context().newPage();
  await other.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await other.close();
  server.closeAllConnections();
  server.close();
  return cookies[0] ?? '';
}

interface Visit {
  readonly page: Page;
  /** What the page said over its socket, oldest first. */
  readonly sent: readonly unknown[];
  readonly problems: readonly string[];
}

const isOver = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: 'This session is over' }).waitFor();
