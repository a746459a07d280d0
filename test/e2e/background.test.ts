import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { expect, test } from 'vitest';
import { PASSPHRASE } from '../support/dashboard-tour.ts';
import { electronCommand, launchElectron, type RunningApp } from '../support/electron-app.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { answerDialogsBy, noteDialogs, notedDialogs } from '../support/electron-dialogs.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { makePeer, type Peer } from '../support/operator-story.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { sessionBusRequirement, startSessionBus, type TestBus } from '../support/session-bus.ts';
import { type TrayOnBus, trayOnBus } from '../support/tray-on-bus.ts';

function closeWindow(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

function windowsVisible(app: ElectronApplication): Promise<boolean[]> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );
}

const untilVisible = (app: ElectronApplication, isVisible: boolean) =>
  pollUntil(
    () => windowsVisible(app),
    ([shown]) => shown === isVisible,
  );

/** Nothing minimises windows on a display without a window manager: that it was asked for is noted. */
async function noteMinimised(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate(({ BrowserWindow }) => {
    const noted = { times: 0 };
    Object.assign(globalThis, { notedMinimised: noted });
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return;
    window.minimize = () => {
      noted.times += 1;
    };
  });
  return () =>
    app.evaluate(() => (globalThis as unknown as { notedMinimised: { times: number } }).notedMinimised.times);
}

const untilTraySays = (tray: TrayOnBus, words: string) =>
  pollUntil(
    () => tray.toolTip(),
    (said) => said.includes(words),
  );

const untilTrayOffers = (tray: TrayOnBus, label: string, isThere: boolean) =>
  pollUntil(
    () => tray.menu(),
    (lines) => lines.some((line) => line.label === label) === isThere,
  );

async function meet(page: Page, peer: Peer): Promise<void> {
  const protection = { kind: 'passphrase' as const, passphrase: PASSPHRASE };
  expect(await callBridge(page, 'setup.create', { name: 'alice', protection })).toMatchObject({ ok: true });
  const { me } = await snapshot(page);
  await peer.meets(me?.did ?? '', 'alice');
  const added = await callBridge(page, 'peers.add', { did: peer.did, name: 'bob', address: peer.address });
  expect(added).toMatchObject({ ok: true });
}

const send = async (page: Page, to: Peer, text: string): Promise<void> => {
  expect(await callBridge(page, 'messages.send', { to: to.did, text })).toMatchObject({ ok: true });
};

describeIfMet((await electronRequirement()) ?? sessionBusRequirement(), 'the app in the background', () => {
  const suite = electronSuite();

  /** A desktop without a place for icons, then with one: what closing does, and what goes on behind it. */
  async function stays({ app, window }: RunningApp, bus: TestBus, bob: Peer): Promise<void> {
    const minimised = await noteMinimised(app);
    await noteDialogs(app);
    await meet(window, bob);

    // A start without a place for its icon may have been minimised while this looked already.
    const before = await minimised();
    await closeWindow(app);
    await pollUntil(minimised, (times) => times > before);
    expect(await windowsVisible(app)).not.toEqual([]);
    expect(await callBridge(window, 'window.background', {})).toMatchObject({
      value: { hasTray: false, startsAtLogin: 'no' },
    });

    await bus.startWatcher();
    const tray = await trayOnBus(bus);
    await send(window, bob, 'Meet at the mill');
    await untilTraySays(tray, 'bob: Not seen yet');
    await untilTrayOffers(tray, '1 message waits', true);
    await closeWindow(app);
    await untilVisible(app, false);
    const told = await notedDialogs(app);
    expect(told.map(({ message }) => message)).toEqual([
      'GhostStack goes on, minimised',
      'GhostStack goes on in the background',
    ]);
    expect(told.every(({ buttons }) => buttons.includes('Quit instead'))).toBe(true);

    await bob.start();
    await tray.click('Sync now');
    const inbox = await pollUntil(
      () => bob.inbox(),
      ({ length }) => length > 0,
    );
    expect(inbox).toMatchObject([{ from: 'alice', text: 'Meet at the mill' }]);
    await untilTraySays(tray, '1 of 1 peer in sync');
    await untilTrayOffers(tray, '1 message waits', false);
    expect(await windowsVisible(app)).toEqual([false]);
    await tray.click('Lock now');
    await untilTraySays(tray, 'Your key is locked');
    expect((await snapshot(window)).phase).toBe('locked');
    expect(await callBridge(window, 'key.unlock', { passphrase: PASSPHRASE })).toMatchObject({ ok: true });
    await untilTraySays(tray, 'bob');
    await tray.click('Go offline');
    await untilTraySays(tray, 'You are offline on purpose');
    await tray.click('Open GhostStack');
    await untilVisible(app, true);
    // Told once.
    await closeWindow(app);
    await untilVisible(app, false);
    expect(await notedDialogs(app)).toHaveLength(2);
  }

  async function quitsWithAQuestion({ app, window }: RunningApp, bus: TestBus, bob: Peer): Promise<void> {
    const tray = await trayOnBus(bus);
    await send(window, bob, 'And bring the ladder');
    await untilTrayOffers(tray, '1 message waits', true);
    await answerDialogsBy(app, 1);
    await tray.click('Quit GhostStack');
    const asked = await pollUntil(
      () => notedDialogs(app),
      ({ length }) => length === 3,
    );
    expect(asked.at(-1)).toMatchObject({
      message: 'Quit GhostStack?',
      detail: '1 message waits for bob. It stays here and goes out when GhostStack runs again.',
    });
    await answerDialogsBy(app, 0);
    const ended = once(app.process(), 'exit');
    await tray.click('Quit GhostStack');
    expect(await ended).toEqual([0, null]);
  }

  test('stays while its window is closed, says in the tray how it goes, and starts hidden at login', async () => {
    const bus = await startSessionBus();
    const userFolder = await suite.userFolder();
    const bob = await makePeer(await suite.userFolder(), 'bob');
    const entry = join(userFolder, '.config/autostart/ghoststack.desktop');
    try {
      // As at login, before there is a panel: without a place for its icon it is not hidden.
      const first = await suite.launch({ userFolder, env: bus.env, args: ['--hidden'] });
      await stays(first, bus, bob);

      expect(existsSync(entry)).toBe(false);
      const on = await callBridge(first.window, 'window.startAtLogin', { on: true });
      expect(on).toMatchObject({ value: { startsAtLogin: 'yes', hasTray: true } });
      const written = readFileSync(entry, 'utf8');
      expect(written).toMatch(/^Exec="[^"]+" .*"--hidden"$/m);
      // What another program changes there is what is shown.
      writeFileSync(entry, `${written}Hidden=true\n`);
      expect(await callBridge(first.window, 'window.background', {})).toMatchObject({
        value: { startsAtLogin: 'no' },
      });
      writeFileSync(entry, written);
      await quitsWithAQuestion(first, bus, bob);

      const words = [...(/^Exec=(.*)$/m.exec(written)?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(
        ([, word]) => word,
      );
      const args = words.slice(2).map(String);
      const started = { display: suite.display, userFolder, env: bus.env, args };
      const again = await launchElectron(started);
      try {
        await trayOnBus(bus);
        expect(again.windows()).toEqual([]);
        const command = await electronCommand({ ...started, args: [] });
        const second = spawn(command.executablePath, command.args, { env: command.env, stdio: 'ignore' });
        expect(await once(second, 'exit')).toEqual([0, null]);
        const window = await again.firstWindow();
        await untilVisible(again, true);
        expect((await snapshot(window)).phase).toBe('locked');
        const off = await callBridge(window, 'window.startAtLogin', { on: false });
        expect(off).toMatchObject({ value: { startsAtLogin: 'no' } });
        expect(existsSync(entry)).toBe(false);
      } finally {
        await again.close();
      }
    } finally {
      await bob.stop();
      await bus.stop();
    }
  });
});
