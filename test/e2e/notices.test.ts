import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { expect, test } from 'vitest';
import { DEFAULT_NOTICES, type NoticeSettings } from '#shared/contract/domain/notice-settings.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import * as tour from '../support/dashboard-tour.ts';
import type { RunningApp } from '../support/electron-app.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { notificationDaemonRequirement, startNotificationDaemon } from '../support/notification-daemon.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { sessionBusRequirement, startSessionBus } from '../support/session-bus.ts';

const TITLE = 'Raise the <b>shared</b> quota';

function hide(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
}
function isVisible(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
}

const requirement =
  (await electronRequirement()) ?? sessionBusRequirement() ?? notificationDaemonRequirement();

describeIfMet(requirement, 'what a member is told of while the window is hidden', () => {
  const suite = electronSuite();

  test('comes once, in the right words, leads to the thing, and stays away when muted or quiet', async () => {
    const folder = await suite.userFolder();
    const bus = await startSessionBus();
    // With a panel that shows the tray a hidden window stays hidden.
    await bus.startWatcher();
    const daemon = await startNotificationDaemon({ ...bus.env, DISPLAY: suite.display });
    const alice = new CellHome(folder, 'alice');
    try {
      await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
      await alice.start();
      const userFolder = join(folder, 'bob');
      const launch = () => suite.launch({ userFolder, env: bus.env });
      await story(await launch(), launch);
    } finally {
      await alice.stop();
      await daemon.stop();
      await bus.stop();
    }

    async function story(first: RunningApp, launch: () => Promise<RunningApp>): Promise<void> {
      const { app, window: page } = first;
      /** Everything that was told so far, once it is as much. */
      const expectTold = async (...expected: readonly (string | RegExp)[]): Promise<void> => {
        const told = await pollUntil(
          async () => daemon.told(),
          (all) => all.length >= expected.length,
        );
        expect(told).toEqual(
          expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
        );
      };
      const unread = (count: number) =>
        pollUntil(
          () => snapshot(page),
          ({ threads }) => threads.some((thread) => thread.unread === count),
        );
      const choose = async (change: Partial<NoticeSettings>): Promise<void> => {
        const { settings } = await snapshot(page);
        const chosen = { notices: { ...settings.notices, ...change } };
        expect(await callBridge(page, 'settings.update', chosen)).toMatchObject({ ok: true });
      };

      await tour.makeKey(page, 'bob');
      const { url } = await alice.act<{ url: string }>('invite');
      await tour.askToJoin(page, url);
      await tour.sayWordsAreTheSame(page);
      await alice.act('accept', 'bob');
      await page.getByText('2 members, small cell').first().waitFor();
      await page.keyboard.press('Escape');

      // Messages: one for many, and the click leads to the first of them.
      await hide(app);
      await alice.act('send', '--to', 'bob', 'One <i>message</i>');
      await expectTold('alice / Message in Maple Street');
      for (const text of ['two', 'three']) await alice.act('send', '--to', 'bob', text);
      const three = '3 messages from alice / 3 messages in Maple Street';
      const counted = await pollUntil(
        async () => daemon.told(),
        (all) => all.at(-1) === three,
      );
      expect(counted.slice(1, -1).filter((line) => !line.startsWith('2 messages from alice'))).toEqual([]);
      expect(await daemon.displayed()).toBe(1);
      await daemon.click();
      await pollUntil(
        () => isVisible(app),
        (visible) => visible,
      );
      await page.locator('article', { hasText: 'One <i>message</i>' }).locator('a:focus').waitFor();
      await pollUntil(
        () => daemon.displayed(),
        (count) => count === 0,
      );

      // A vote: the click has the focus on it, so that two keys sign.
      await hide(app);
      const before = daemon.told();
      await alice.act('propose', TITLE);
      const vote = new RegExp(`^P-2 ${TITLE} / Your vote is missing, closes `);
      await expectTold(...before, vote);
      await daemon.click();
      await page.locator('button[data-choice=APPROVE]:focus').waitFor();
      await page.keyboard.press('Space');
      await tour.mainPart(page).getByRole('button', { name: 'Sign APPROVE as bob' }).click();
      await page
        .getByRole('button', { name: /Change/ })
        .first()
        .waitFor();
      await hide(app);
      await alice.act('vote', 'P-2', 'approve');
      const passed = `P-2 ${TITLE} / Passed 2 to 0`;
      await expectTold(...before, vote, passed);

      // Nothing of who is muted; the vote that comes after her message shows that there was time for it.
      const [peer] = (await snapshot(page)).peers;
      await choose({ muted: [{ thread: peer?.did ?? '', untilMs: Date.now() + 3_600_000 }] });
      await alice.act('send', '--to', 'bob', 'to nobody');
      await unread(1);
      await alice.act('propose', 'A second one');
      const second = /^P-3 A second one \/ Your vote is missing/;
      await expectTold(...before, vote, passed, second);

      // Nothing in quiet hours, and what waits after them.
      const quiet = { ...DEFAULT_NOTICES.quiet, on: true, passVotes: false };
      const nowHour = new Date().getHours();
      const hour = (from: number) => `${String((nowHour + from + 24) % 24).padStart(2, '0')}:00`;
      await choose({ muted: [], quiet: { ...quiet, from: hour(-2), to: hour(3) } });
      await alice.act('send', '--to', 'bob', 'in the night');
      await unread(2);
      await alice.act('propose', 'A third one');
      await pollUntil(
        () => snapshot(page),
        ({ proposalCounts }) => proposalCounts.mine === 2,
      );
      await first.quit();

      // Nothing twice after a restart, and what was kept back is not forgotten.
      const again = await launch();
      await tour.unlock(again.window, tour.PASSPHRASE);
      await tour.mainPart(again.window).waitFor();
      await hide(again.app);
      expect(daemon.told()).toHaveLength(before.length + 3);
      await callBridge(again.window, 'settings.update', { notices: DEFAULT_NOTICES });
      const told = await pollUntil(
        async () => daemon.told(),
        (all) => all.length >= before.length + 5,
      );
      expect(told.slice(before.length + 3).sort()).toEqual([
        expect.stringMatching(/^P-4 A third one \//),
        'alice / Message in Maple Street',
      ]);
      expect(await callBridge(again.window, 'key.lock', {})).toMatchObject({ ok: true });
      await pollUntil(
        async () => daemon.told(),
        (all) => all.at(-1) === 'GhostStack is locked / Messages and votes wait until you unlock it',
      );
      expect(daemon.told()).toHaveLength(before.length + 6);
    }
  });
});
