/** A decision of three real homes, shown to somebody who has a browser and nothing else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { CellHome, twoMembers } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { violations } from '../support/fixture-browser.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const LIMIT_MS = 40_000;
const TITLE = 'Paint the <b>shed</b>';

describeIfMet(await browserRequirement(), 'the page that proves a decision', () => {
  let folder: string;
  let homes: CellHome[] = [];
  let browser: Browser;
  let html: string;
  let json: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-proof-'));
    const { alice, bob } = await twoMembers(folder);
    const carol = new CellHome(folder, 'carol');
    homes = [alice, bob, carol];
    await carol.run('init', '--name', 'carol');
    await carol.start();
    const { code } = await alice.act<{ code: string }>('invite');
    const joining = carol.act('join', code);
    await voteOnOpen(bob);
    await joining;
    const { id: rekey } = await carol.run<{ id: string }>('rotate');
    for (const home of homes) await vote(home, rekey, 'APPROVE');
    await Promise.all(homes.map((home) => decided(home, rekey)));
    const { id } = await alice.act<{ id: string }>('propose', TITLE, '--description', 'In </script> red.');
    await vote(alice, id, 'APPROVE');
    await vote(bob, id, 'APPROVE');
    await vote(carol, id, 'REJECT', 'It has no door.');
    const { label } = await decided(carol, id);
    [html, json] = [join(folder, 'p.html'), join(folder, 'p.json')];
    // As the command is written: `--json` before a file is the form of the answer as well.
    expect(await carol.run('proof', label, '--html', html, json)).toHaveLength(2);
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all(homes.map((home) => home.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function voteOnOpen(home: CellHome): Promise<void> {
    const { proposals } = await pollUntil(
      () => home.ask('governance.list', {}),
      (list) => list.proposals.some(({ needsMyVote }) => needsMyVote),
      LIMIT_MS,
    );
    for (const { id, needsMyVote } of proposals) if (needsMyVote) await vote(home, id, 'APPROVE');
  }

  async function vote(
    home: CellHome,
    id: string,
    choice: 'APPROVE' | 'REJECT',
    comment: string | null = null,
  ): Promise<void> {
    const detail = await pollUntil(
      () => home.ask('governance.detail', { id }).catch(() => null),
      (one) => one !== null && (one.needsMyVote || one.myVote !== null),
      LIMIT_MS,
    );
    if (detail?.needsMyVote) await home.ask('governance.vote', { id, choice, comment });
  }

  function decided(home: CellHome, id: string, outcome = 'passed'): Promise<ProposalDetail> {
    return pollUntil(
      () => home.ask('governance.detail', { id }),
      ({ state }) => state === outcome,
      LIMIT_MS,
    );
  }

  /** Without a network, from a file, in a browser of that language. */
  async function open(file: string, locale = 'en-GB'): Promise<{ page: Page; said: string[] }> {
    const context = await browser.newContext({ locale, offline: true });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) said.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, said };
  }

  function changed(change: (text: string) => string): string {
    const file = join(folder, `changed-${Math.random()}.html`);
    const before = readFileSync(html, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(file, after);
    return file;
  }

  test('is green offline, says what it proves and what not, and asks for nothing', async () => {
    const { page, said } = await open(html);
    await page.getByText('This proof holds.').waitFor();
    const status = await page.getByRole('status').innerText();
    expect(status).toContain(`“${TITLE}” of the cell Maple Street passed: 2 for it, 1 against, 0 abstained.`);
    const text = await page.locator('main').innerText();
    expect(text).toContain('3 members could vote: alice, bob, carol.');
    expect(text).toContain('What this does not prove');
    expect(text).toContain('In </script> red.');
    const row = page.getByRole('row', { name: /carol/ });
    expect(await row.innerText()).toMatch(/REJECT\s+It has no door\./);
    expect(said).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByText('Dieser Nachweis gilt.').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await violations(page)).toEqual([]);
  });

  test('is red where a byte of a receipt differs, and says which', async () => {
    const { page } = await open(changed((text) => text.replace('It has no door.', 'It has a door!.')));
    await page.getByText('This proof does not hold.').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(
      /The signature of the receipt vote \d+ does not hold: it was changed after signing/,
    );
    expect(await violations(page)).toEqual([]);
  });

  test('is red where another result is claimed', async () => {
    const { page } = await open(
      changed((text) => text.replace('"vote":"REJECT"}]', '"vote":"APPROVE"}]')),
      'de-DE',
    );
    await page.getByText('Dieser Nachweis gilt nicht.').waitFor();
    await page.getByText('Die Quittungen ergeben etwas anderes').waitFor();
  });

  test('says that nothing is checked where its script was changed', async () => {
    const { page } = await open(
      changed((text) =>
        text.replace('"use strict"', '"use  strict"').replace('performance.now', 'performance .now'),
      ),
    );
    await page.getByText('Not checked.').waitFor();
    expect(await page.getByText('This proof holds.').count()).toBe(0);
  });

  test('is said in words by the command as well, of the page and of the data', async () => {
    for (const [file, page] of [
      [html, true],
      [json, null],
    ] as const) {
      const report = await ghoststack('proof', '--check', file);
      expect(report).toMatchObject({
        ok: true,
        page,
        result: { key: 'proof.passed', params: { title: TITLE, approve: 2, reject: 1 } },
      });
    }
    const style = changed((text) => text.replace('max-width:44rem', 'max-width:45rem'));
    expect(await ghoststack('proof', '--check', style)).toMatchObject({ ok: true, page: false });
    const cut = changed((text) => text.replace('It has no door.', 'It has a door!.'));
    await expect(ghoststack('proof', '--check', cut)).rejects.toThrow(/signature of the receipt vote/);
    await expect(ghoststack('proof', '--check', homes[0]?.keyFile ?? '')).rejects.toThrow(/is no proof/);
  });

  test('is offered beside each receipt of a decided vote', async () => {
    const { receipts } = await (homes[1] as CellHome).ask('log.page', {
      before: null,
      limit: 50,
      author: null,
    });
    const ofVotes = receipts.filter(({ kind }) => kind === 'vote');
    expect(ofVotes.length).toBeGreaterThan(3);
    for (const { decided: id } of ofVotes) {
      const made = await (homes[1] as CellHome).ask('governance.proof', { id: id as string, form: 'json' });
      expect(JSON.parse(made.text)).toMatchObject({ outcome: 'passed' });
    }
  });

  test('is made of a decision that failed as well, which a note recovers that another member approves', async () => {
    const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
    const { id } = await alice.act<{ id: string }>('propose', 'Buy a door');
    await vote(alice, id, 'APPROVE');
    await vote(bob, id, 'REJECT');
    await vote(carol, id, 'REJECT');
    const { label } = await decided(carol, id, 'failed');
    await decided(alice, id, 'failed');
    const made = await carol.ask('governance.proof', { id, form: 'json' });
    expect(JSON.parse(made.text)).toMatchObject({ outcome: 'failed' });

    await alice.run('scar', label, '--note', 'We nail boards over it.');
    await expect(alice.run('scar', label, '--approve')).rejects.toThrow(/no note of another member/);
    const { scarNotes } = await pollUntil(
      () => bob.ask('governance.detail', { id }),
      (detail) => detail.scarNotes.length > 0,
      LIMIT_MS,
    );
    const note = scarNotes[0]?.receipt ?? '';
    await expect(alice.ask('governance.healScar', { note })).rejects.toThrow(
      /nobody approves their own note/,
    );
    await bob.run('scar', label, '--approve');
    await expect(bob.ask('governance.healScar', { note })).rejects.toThrow(/has approved this note before/);
    for (const home of homes) {
      const { scar } = await pollUntil(
        () => home.ask('governance.detail', { id }),
        (detail) => detail.scar?.recovered != null,
        LIMIT_MS,
      );
      expect(scar?.recovered).toEqual({ by: 'alice', approvedBy: 'bob' });
    }
    const said = await carol.run<{ notes: { approvedBy: string[] }[] }>('scar', label);
    expect(said.notes.map(({ approvedBy }) => approvedBy)).toEqual([['bob']]);
  });
});
