import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { expect, test } from 'vitest';
import * as tour from '../support/dashboard-tour.ts';
import type { RunningApp } from '../support/electron-app.ts';
import {
  clickNotification,
  notedNotifications,
  noteNotifications,
} from '../support/electron-notifications.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const TITLE = 'Raise the shared quota';
const STEP_LIMIT_MS = 45_000;
/** Where pictures of the windows go, if anybody wants them. */
const PICTURES = process.env.GHOSTSTACK_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Hash and round of the certificate that the page shows. */
async function certificateShown(page: Page): Promise<{ hash: string | null; round: string }> {
  const facts = tour.mainPart(page).locator('dl').filter({ hasText: 'Certificate' });
  const fact = (name: string) => facts.locator('div').filter({ hasText: name }).locator('dd');
  return {
    hash: await fact('Certificate').locator('[title]').first().getAttribute('title'),
    round: await fact('Round').innerText(),
  };
}

/** Saves the next download there, without the dialog that asks the operator where to. */
function saveNextDownload(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_event, item) => {
      item.setSavePath(path);
      item.once('done', (_, state) => Object.assign(globalThis, { savedDownload: state }));
    });
  }, file);
}

describeIfMet(await electronRequirement(), 'a decision in two apps', () => {
  const suite = electronSuite();

  test('is proposed, told of, voted on by two clicks in each, passed in both, and proved by its receipt', async () => {
    const folder = await suite.userFolder();
    const [{ window: alice }, { window: bob, app: bobsApp }] = (await Promise.all([
      suite.launch(),
      suite.launch(),
    ])) as [RunningApp, RunningApp];
    for (const page of [alice, bob]) page.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.meetInCell({ page: alice, name: 'alice' }, { page: bob, name: 'bob' });

    await noteNotifications(bobsApp);
    await tour.propose(alice, TITLE);
    await tour.vote(alice, TITLE, 'Approve', 'alice');
    const [told] = await pollUntil(
      () => notedNotifications(bobsApp),
      (all) => all.length > 0,
    );
    expect(told?.title).toMatch(new RegExp(`^P-\\d ${TITLE}$`));
    expect(told?.body).toMatch(/^Your vote is missing, closes /);
    await clickNotification(bobsApp);
    await bob.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    // What the click leads to has the focus: the vote is a press of the space bar away.
    await tour.mainPart(bob).locator('button[data-choice=APPROVE]:focus').waitFor();
    await bob.keyboard.press('Space');
    await tour.mainPart(bob).getByRole('button', { name: 'Sign APPROVE as bob' }).click();
    await bob.getByText('Your APPROVE counted').first().waitFor();
    await picture(bob, 'passed');

    for (const page of [alice, bob]) {
      await tour.visit(page, 'Governance');
      await tour.mainPart(page).getByText('Passed 2 to 0').first().waitFor();
    }
    await picture(alice, 'board');
    for (const page of [alice, bob]) {
      await tour.mainPart(page).getByRole('link', { name: TITLE }).first().click();
      await tour.mainPart(page).getByText('Counted by 2 of 2').first().waitFor();
      await tour
        .mainPart(page)
        .getByText(/^(alice and bob|bob and alice) signed the same count/)
        .waitFor();
    }
    const certificate = await certificateShown(bob);
    expect(certificate.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await certificateShown(alice)).toEqual(certificate);

    const file = join(folder, 'proof.html');
    await saveNextDownload(bobsApp, file);
    await tour.mainPart(bob).getByRole('button', { name: 'Export proof' }).click();
    await pollUntil(
      () => bobsApp.evaluate(() => (globalThis as unknown as { savedDownload?: string }).savedDownload),
      (state) => state === 'completed',
    );
    const checked = await ghoststack('proof', '--check', file);
    expect(checked).toMatchObject({
      ok: true,
      page: true,
      certificate: certificate.hash,
      result: { key: 'proof.passed', params: { title: TITLE, cell: 'Maple Street', approve: 2, reject: 0 } },
    });

    await tour.mainPart(bob).getByRole('link', { name: 'Show the proof' }).click();
    const receipt = bob.getByRole('complementary', { name: 'Receipt' }).or(bob.getByRole('dialog'));
    await receipt.getByText(`confirmed the count of “${TITLE}”`).waitFor();
    for (const proved of ['Hash', 'Signature', 'Rules were met, it counts']) {
      await receipt.getByText(proved).first().waitFor();
    }
    await picture(bob, 'receipt');
  });
});
