import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import * as tour from '../support/dashboard-tour.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
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

describeIfMet(await electronRequirement(), 'a decision in two apps', () => {
  const suite = electronSuite();

  test('is proposed, voted on by two clicks in each, and passed in both', async () => {
    const [alice, bob] = (await Promise.all([suite.launch(), suite.launch()])).map(
      ({ window }) => window,
    ) as [Page, Page];
    for (const page of [alice, bob]) page.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.makeKey(alice, 'alice');
    await tour.makeKey(bob, 'bob');
    await tour.foundCell(alice, 'Maple Street');
    const link = await tour.invite(alice);
    await tour.askToJoin(bob, link);
    await tour.acceptNewcomer(alice, 'bob', async () => {
      expect(await tour.wordsShown(alice)).toEqual(await tour.wordsShown(bob));
    });
    await picture(bob, 'joining');
    await tour.sayWordsAreTheSame(bob);
    await bob.getByText('2 members, small cell').first().waitFor();
    await bob.keyboard.press('Escape');

    await tour.propose(alice, TITLE);
    await tour.vote(alice, TITLE, 'Approve', 'alice');
    await tour.vote(bob, TITLE, 'Approve', 'bob');
    for (const page of [alice, bob]) {
      await tour.visit(page, 'Governance');
      await tour.mainPart(page).getByText('Passed 2 to 0').first().waitFor();
    }
    await picture(alice, 'board');
    await tour.mainPart(bob).getByRole('link', { name: TITLE }).first().click();
    await tour.mainPart(bob).getByText('Counted by 2 of 2').first().waitFor();
    await bob.getByText('Your APPROVE counted').first().waitFor();
    await picture(bob, 'passed');
  });
});
