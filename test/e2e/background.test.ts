import { expect, test } from 'vitest';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { sessionBusRequirement, startSessionBus } from '../support/session-bus.ts';
import { trayOnBus } from '../support/tray-on-bus.ts';

describeIfMet((await electronRequirement()) ?? sessionBusRequirement(), 'the app in the background', () => {
  const suite = electronSuite();

  test('shows a tray when a place for it comes, and says there what the window says', async () => {
    const bus = await startSessionBus();
    try {
      const { window } = await suite.launch({ env: bus.env });
      await window.locator('body *').first().waitFor();
      await bus.startWatcher();
      const tray = await trayOnBus(bus);
      await pollUntil(
        () => tray.toolTip(),
        (text) => text.includes('Not set up'),
      );
      expect((await tray.menu()).map(({ label }) => label)).toEqual([
        'Not set up yet',
        'Open GhostStack',
        'Go offline',
        'Sync now',
        'Lock now',
        'Quit GhostStack',
      ]);
    } finally {
      await bus.stop();
    }
  });
});
