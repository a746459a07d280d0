/** Two windows, and carol: outside of the cell, without a network. */
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CheckView } from '#shared/contract/domain/credential.ts';
import { createNode } from '../../electron/node/root/create-node.ts';
import { openHome } from '../../electron/node/root/home.ts';
import type { GhostNode } from '../../electron/node/root/node.ts';
import * as tour from '../support/dashboard-tour.ts';
import type { RunningApp } from '../support/electron-app.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const STEP_LIMIT_MS = 45_000;

const card = (page: Page) => tour.mainPart(page).getByRole('region', { name: 'Credentials' });

/** What a click on Copy put on the clipboard of an app. */
async function copied({ app }: RunningApp, copy: () => Promise<void>): Promise<string> {
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await copy();
  return pollUntil(
    () => app.evaluate(({ clipboard }) => clipboard.readText()),
    (text) => text !== '',
    STEP_LIMIT_MS,
  );
}

/** Answers a request with what is ticked when it is read. */
async function show(bob: RunningApp, link: string): Promise<string> {
  const { window } = bob;
  await card(window).getByRole('button', { name: 'Show Mesh member' }).click();
  const dialog = window.getByRole('dialog', { name: 'Show a credential' });
  await dialog.getByRole('textbox').fill(link);
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await dialog.getByRole('checkbox', { name: /^cell: cell-01 \(not asked for\)/ }).waitFor();
  await dialog.getByRole('button', { name: 'Make the answer' }).click();
  const text = await copied(bob, () => dialog.getByRole('button', { name: 'Copy it' }).click());
  await dialog.locator('form').getByRole('button', { name: 'Close' }).click();
  return text;
}

async function outsider(folder: string): Promise<GhostNode> {
  const node = await createNode({
    home: openHome(join(folder, 'carol')),
    listen: [],
    network: false,
    protection: null,
    deviceSecret: new Uint8Array(32).fill(9),
    acceptJoins: false,
  });
  await node.createKey('carol', { kind: 'keychain' });
  return node;
}

describeIfMet(await electronRequirement(), 'a credential in two windows', () => {
  const suite = electronSuite();

  test('is issued, shown in part to somebody outside, and revoked', async () => {
    const apps = (await Promise.all([suite.launch(), suite.launch()])) as [RunningApp, RunningApp];
    const [alice, bob] = apps;
    for (const { window } of apps) window.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.meetInCell({ page: alice.window, name: 'alice' }, { page: bob.window, name: 'bob' });
    const carol = await outsider(await suite.userFolder());
    try {
      const asks = () => carol.credentials.request('MeshMember:1', ['node_id', 'role']).link;
      const check = (text: string): CheckView => carol.credentials.check(text);
      for (const { window } of apps) await tour.visit(window, 'Identity');
      await card(alice.window).getByRole('button', { name: 'Issue', exact: true }).click();
      const issue = alice.window.getByRole('dialog', { name: 'Issue a credential' });
      await issue.getByLabel('node_id').fill('bob');
      await issue.getByLabel('role').fill('relay');
      await issue.getByLabel('cell').fill('cell-01');
      await issue.getByRole('button', { name: 'Issue' }).click();
      await card(bob.window)
        .getByText(/can be checked outside until/)
        .waitFor();

      await card(alice.window).getByRole('button', { name: 'This cell’s word for others' }).click();
      const copy = card(alice.window).getByRole('button', { name: 'Copy what this cell says of itself' });
      const said = await copied(alice, () => copy.click());
      const words = card(alice.window).getByRole('list', { name: 'Six words to read out' });
      carol.credentials.acceptStanding(said, (await words.getByRole('listitem').allTextContents()).join(' '));
      const shown = await show(bob, asks());
      expect(check(shown)).toMatchObject({
        ok: true,
        value: { claims: { node_id: 'bob', role: 'relay' }, bound: true, vouchedBy: 'standing' },
      });
      expect(shown).not.toContain(Buffer.from('cell-01').toString('base64url'));

      await card(alice.window).getByRole('button', { name: 'Revoke Mesh member of bob' }).click();
      await alice.window.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await card(bob.window).getByText('revoked').waitFor();
      const code = await pollUntil(
        async () => {
          const checked = check(await show(bob, asks()));
          return checked.ok ? 'ok' : checked.code;
        },
        (found) => found === 'revoked',
        STEP_LIMIT_MS,
      );
      expect(code).toBe('revoked');
    } finally {
      await carol.stop();
    }
  });
});
