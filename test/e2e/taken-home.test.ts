import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as tour from '../support/dashboard-tour.ts';
import { snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { ghoststack, startHeadless } from '../support/headless-node.ts';
import { OperatorHand } from '../support/operator-hand.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

describeIfMet(await electronRequirement(), 'a window whose home another process holds', () => {
  const suite = electronSuite();

  test('says which node it is, shows it, and takes over by a click once it has ended', async () => {
    const folder = await suite.userFolder();
    const [home, keyFile] = [join(folder, 'alice'), join(folder, 'alice.key')];
    await ghoststack('init', '--home', home, '--name', 'alice', '--key-file', keyFile);
    const options = ['--home', home, '--key-file', keyFile, '--listen', '127.0.0.1:0', '--no-mdns'];
    const node = await startHeadless(...options);
    try {
      const { window } = await suite.launch({ args: ['--home', home] });
      const hand = await OperatorHand.at(window);
      await window.getByRole('heading', { name: 'Another GhostStack uses this home' }).waitFor();
      const said = await window.getByRole('status').first().innerText();
      expect(said).toMatch(
        new RegExp(`^A node without a window \\(process ${node.pid}\\) has used it since .+ \\(.+\\)\\.$`),
      );
      await window.getByText(home, { exact: true }).waitFor();
      expect(await window.getByRole('button', { name: 'Take over' }).isDisabled()).toBe(true);

      await hand.focused('Show its node here');
      await window.keyboard.press('Enter');
      await window.getByText('This window shows the node of another process').waitFor();
      await tour.visit(window, 'Sync');
      await ghoststack('peer', 'add', '--home', home, '--did', OTHER, '--name', 'bob');
      await window.getByText('1 peer, no cell yet').first().waitFor();

      await node.stop();
      await window.getByRole('heading', { name: 'This home is free again' }).waitFor();
      await hand.focused('Take over');
      await window.getByRole('button', { name: 'Take over' }).click();
      const own = await pollUntil(
        () => snapshot(window),
        ({ phase }) => phase === 'locked',
      );
      expect(own).toMatchObject({ problem: null, me: { name: 'alice' } });
    } finally {
      await node.stop();
    }
  });

  test('says which window it is, and takes over once that one is closed', async () => {
    const home = join(await suite.userFolder(), 'home');
    // Two users of this computer, or one with two profiles: each app has a lock of its own.
    const first = await suite.launch({ args: ['--home', home] });
    await pollUntil(
      () => snapshot(first.window),
      ({ phase }) => phase === 'setup',
    );
    const { window } = await suite.launch({ args: ['--home', home] });
    const pid = await first.app.evaluate(() => process.pid);
    await window.getByText(`Another window (process ${pid}) has used it since`).waitFor();
    await window.getByText('To take over, close that window first.').waitFor();
    expect(await window.getByRole('button', { name: 'Show its node here' }).count()).toBe(0);
    await first.quit();
    await window.getByRole('heading', { name: 'This home is free again' }).waitFor();
    await window.getByRole('button', { name: 'Take over' }).click();
    await window.getByRole('heading', { name: 'What do people call you?' }).waitFor();
  });
});

const OTHER = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';
