import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import * as tour from '../support/dashboard-tour.ts';
import type { RunningApp } from '../support/electron-app.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { describeIfMet } from '../support/requirements.ts';

const STEP_LIMIT_MS = 45_000;

function statement(page: Page): Promise<string[][]> {
  const rows = tour.mainPart(page).getByRole('table', { name: 'Statement' }).locator('tbody tr');
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent ?? '')),
  );
}

describeIfMet(await electronRequirement(), 'trust and tokens in two apps', () => {
  const suite = electronSuite();

  test('what one gives, the other sees: tokens with their receipt, and an endorsement in the score', async () => {
    const apps = (await Promise.all([suite.launch(), suite.launch()])) as [RunningApp, RunningApp];
    const [alice, bob] = apps.map(({ window }) => window) as [Page, Page];
    for (const page of [alice, bob]) page.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.meetInCell({ page: alice, name: 'alice' }, { page: bob, name: 'bob' });

    await tour.visit(alice, 'Tokens');
    await alice.getByText('You have 100 tokens.').first().waitFor();
    await tour.visit(bob, 'Tokens');
    await bob.getByRole('button', { name: 'Send tokens' }).click();
    const transfer = bob.getByRole('dialog', { name: 'Send tokens' });
    const amount = transfer.getByRole('textbox', { name: 'Amount' });
    await amount.fill('2.5');
    await amount.press('Enter');
    await transfer.getByText('Tokens are whole.').waitFor();
    await amount.fill('5');
    await transfer.getByRole('textbox', { name: 'What for' }).fill('for the rope');
    await amount.press('Enter');
    await bob.getByText('You have 95 tokens.').first().waitFor();
    await alice.getByText('You have 105 tokens.').first().waitFor();
    const [received] = await statement(alice);
    expect(received?.slice(0, 3)).toEqual(['Received from bob, “for the rope”', '+5', '105']);
    const [sent] = await statement(bob);
    expect(sent?.slice(0, 3)).toEqual(['Sent to alice, “for the rope”', '−5', '95']);
    expect(received?.[3]).toBe(sent?.[3]);

    await tour.visit(bob, 'Reputation');
    await bob.getByText('Nobody vouches for anybody yet.').first().waitFor();
    await bob.getByRole('button', { name: 'Endorse someone' }).click();
    await bob.getByRole('dialog').getByRole('button', { name: 'Endorse alice' }).click();
    await bob.getByText('You vouch for alice now').waitFor();
    await tour.visit(alice, 'Reputation');
    await alice.getByText('alice is trusted most').first().waitFor();
    await tour.mainPart(alice).getByText('from bob').waitFor();
    await tour.mainPart(alice).getByText('strength 1.0, new today, counts 1.00').waitFor();
    const graph = tour.mainPart(alice).getByRole('group', { name: /^Graph of 2 members and 1 endorsement:/ });
    expect(await graph.getByRole('link').count()).toBe(2);

    await bob.getByRole('button', { name: 'Withdraw' }).click();
    await alice.getByText('Nobody vouches for anybody yet.').first().waitFor();
  });
});
