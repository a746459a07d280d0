/** The fixture's dashboard in Chromium: opens pages, and keeps what they complain of. */
import axe, { type Result } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright';
import type { Plugin } from 'vite';
import { launchChromium } from './chromium.ts';
import { type BuiltFixture, builtFixture } from './dashboard-fixture/built-fixture.ts';
import type { FixtureNode } from './dashboard-fixture/fixture-node.ts';
import { type ServedFixture, serveFixture } from './dashboard-fixture/serve-fixture.ts';

export interface Opening {
  readonly scenario?: string;
  readonly hash?: string;
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
  /** Of the computer. */
  readonly locale?: string;
}

export const FIXTURE_NOW = new Date(2026, 4, 14, 17, 42, 12);

export class FixtureBrowser {
  readonly #built: BuiltFixture;
  readonly #served: ServedFixture;
  readonly #browser: Browser;
  #context: BrowserContext | undefined;
  /** Exceptions, failed requests, violations of the content security policy: since the start, oldest first. */
  readonly complaints: string[] = [];

  private constructor(built: BuiltFixture, served: ServedFixture, browser: Browser) {
    this.#built = built;
    this.#served = served;
    this.#browser = browser;
  }

  static async start(...plugins: Plugin[]): Promise<FixtureBrowser> {
    const built = await builtFixture(plugins);
    return new FixtureBrowser(built, await serveFixture(built.folder), await launchChromium());
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#served.close();
    await this.#built.remove();
  }

  /** A fresh window at a fixed time; the one before is closed. */
  async open(opening: Opening = {}): Promise<Page> {
    const {
      scenario = 'street',
      hash = 'overview',
      dark = false,
      width = 1440,
      height = 900,
      locale = 'en-GB',
    } = opening;
    await this.#context?.close();
    this.#context = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await this.#context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    await page.clock.setFixedTime(FIXTURE_NOW);
    await page.goto(`${this.#served.url}/?scenario=${scenario}#/${hash}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
}

/** Does something with the node that lives in the page. */
export function withNode(page: Page, act: (fixture: FixtureNode) => void): Promise<void> {
  return page.evaluate(`(${act.toString()})(window.fixture)`);
}

/** What axe objects to, one line for each rule. It is put into a document once: reading it takes longer than a look. */
export async function violations(page: Page): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('This looks into no frame but the first.');
  if (await page.evaluate('window.axe === undefined')) await page.evaluate(axe.source);
  // A colour that is on its way to another has the contrast of neither.
  await page.evaluate(
    'Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})))',
  );
  const found = await page.evaluate<Result[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((one) => one.target.join(' ')).join(', ')}`,
  );
}
