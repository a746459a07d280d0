/** The dashboard of a home in a browser of its own computer: it acts by clicks, and is read against what the node holds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { launchChromium } from '../chromium.ts';
import * as tour from '../dashboard-tour.ts';
import { snapshot } from '../hostile/quick-cell.ts';
import { slips } from '../street/forbidden.ts';
import type { DayHome } from './day-home.ts';

const STEP_MS = 30_000;

export class DayWindow {
  readonly #home: DayHome;
  readonly #browser: Browser;
  #page: Page | null = null;
  /** What the page complained of. */
  readonly complaints: string[] = [];

  private constructor(home: DayHome, browser: Browser) {
    this.#home = home;
    this.#browser = browser;
  }

  static async make(home: DayHome, folder: string): Promise<DayWindow> {
    const { namespace } = home;
    const inNamespace = (path: string): string => {
      if (!namespace) return path;
      const [program, words] = namespace.command(path);
      const script = join(folder, 'chromium-there');
      writeFileSync(script, `#!/bin/sh\nexec ${[program, ...words].join(' ')} "$@"\n`, { mode: 0o755 });
      return script;
    };
    return new DayWindow(home, await launchChromium(inNamespace));
  }

  /** Opens the dashboard of the node that runs now. */
  async open(): Promise<void> {
    await this.#page?.context().close();
    const { url } = await this.#home.run<{ url: string }>('dashboard');
    const context = await this.#browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    this.#page = page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  get isOpen(): boolean {
    return this.#page !== null;
  }

  async send(to: string, text: string): Promise<void> {
    await tour.openConversation(this.#opened(), to);
    await tour.write(this.#opened(), text);
    await tour.mainPart(this.#opened()).getByRole('article').filter({ hasText: text }).waitFor();
  }

  /** Proposes and opens the vote; returns the proposal's id. */
  async propose(title: string): Promise<string> {
    await tour.propose(this.#opened(), title);
    const { proposals } = await snapshot(this.#home);
    return proposals.find((one) => one.title === title)?.id ?? '';
  }

  vote(title: string, choice: 'Approve' | 'Reject'): Promise<void> {
    return tour.vote(this.#opened(), title, choice, this.#home.name);
  }

  /** What the pages say otherwise than the node, or in no words for people; they are given time to follow. */
  async disagreements(): Promise<string[]> {
    const page = this.#opened();
    const view = await snapshot(this.#home);
    const found: string[] = [];
    const read = async (name: string): Promise<string> => {
      await tour.visit(page, name);
      const said = await tour.mainPart(page).innerText();
      found.push(...slips(said, false).map((slip) => `${name}: ${slip}`));
      return said.replaceAll(/\s+/g, ' ');
    };
    const expect = (where: string, said: string, sentence: string): void => {
      if (!said.includes(sentence)) found.push(`${where} does not say: ${sentence}`);
    };
    const sync = await read('Sync');
    const context = { nowMs: Date.now(), online: view.online, network: true, myName: this.#home.name };
    const reasons = view.peers.map((peer) => ({ peer, reason: peerReason(peer, context) }));
    for (const { peer, reason } of reasons) {
      // How long ago something was changes while it is read.
      const [sentence = ''] = reason.sentence.split(/, last seen|\d/);
      expect(`Sync, of ${peer.name},`, sync, sentence.trim());
      if (reason.caution) expect(`Sync, of ${peer.name},`, sync, reason.caution);
    }
    const inSync = reasons.filter(({ reason }) => reason.state === 'inSync').length;
    expect('Sync', sync, `${inSync} of ${reasons.length} peers are in sync.`);
    await read('Governance');
    await tour.mainPart(page).getByRole('radio', { name: 'List' }).check();
    if (view.proposals.length > 0) await page.getByRole('row').nth(1).waitFor();
    const list = (await tour.mainPart(page).innerText()).replaceAll(/\s+/g, ' ');
    for (const proposal of view.proposals.slice(0, 8)) {
      expect('Governance', list, proposal.label);
      const { short } = proposalReason(proposal, Date.now());
      expect(`Governance, of ${proposal.title},`, list, proposal.state === 'withdrawn' ? 'Withdrawn' : short);
    }
    const messages = await read('Messages');
    const waiting = view.queue.waiting;
    if (waiting === 0 && /\d waits?\b/.test(messages)) found.push('Messages says that something waits');
    expect('Tokens', await read('Tokens'), 'Every change names its receipt.');
    return found;
  }

  #opened(): Page {
    if (!this.#page) throw new RangeError('the window is not open');
    return this.#page;
  }
}
