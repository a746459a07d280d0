import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { electronCommand } from '../support/electron-app.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const PASSPHRASE = 'correct horse battery staple';

describeIfMet(await electronRequirement(), 'the app in Electron', () => {
  const suite = electronSuite();

  test('opens one window that shows the dashboard', async () => {
    const { app, window } = await suite.launch();
    expect(window.url()).toMatch(/^app:\/\/ghoststack\/index\.html/);
    expect(await window.title()).toContain('GhostStack');
    await window.locator('body *').first().waitFor();
    expect(app.windows()).toHaveLength(1);
  });

  test('runs its node on a worker thread', async () => {
    const { app, window } = await suite.launch();
    await pollUntil(
      () => snapshot(window),
      ({ phase }) => phase === 'setup',
    );
    const workers = await app.evaluate(
      () => (process.report.getReport() as { workers: { header: { threadId: number } }[] }).workers.length,
    );
    expect(workers).toBe(1);
  });

  test('shows the first window when it is started a second time', async () => {
    const userFolder = await suite.userFolder();
    const { app } = await suite.launch({ userFolder });
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
    const command = await electronCommand({ display: suite.display, userFolder });
    const second = spawn(command.executablePath, command.args, { env: command.env, stdio: 'ignore' });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    const windows = await pollUntil(
      () =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((window) => window.isVisible()),
        ),
      ([visible]) => visible === true,
    );
    expect(windows).toEqual([true]);
  });

  test('keeps the key, the window’s place and the theme over a restart', async () => {
    const userFolder = await suite.userFolder();
    const first = await suite.launch({ userFolder });
    await pollUntil(
      () => snapshot(first.window),
      ({ phase }) => phase === 'setup',
    );
    const created = await callBridge(first.window, 'setup.create', {
      name: 'alice',
      protection: { kind: 'passphrase', passphrase: PASSPHRASE },
    });
    expect(created).toMatchObject({ ok: true });
    const { me } = await pollUntil(
      () => snapshot(first.window),
      ({ phase }) => phase === 'running',
    );
    await callBridge(first.window, 'settings.update', { theme: 'dark' });
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 60, y: 40, width: 900, height: 640 }),
    );
    await pollUntil(
      () => first.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource),
      (theme) => theme === 'dark',
    );
    await first.quit();

    const second = await suite.launch({ userFolder });
    const locked = await pollUntil(
      () => snapshot(second.window),
      ({ phase }) => phase === 'locked',
    );
    expect(locked.me?.did).toBe(me?.did);
    const wrong = await callBridge(second.window, 'key.unlock', { passphrase: 'not this one' });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    await callBridge(second.window, 'key.unlock', { passphrase: PASSPHRASE });
    const running = await pollUntil(
      () => snapshot(second.window),
      ({ phase }) => phase === 'running',
    );
    expect(running.me).toMatchObject({ name: 'alice', did: me?.did });
    const shell = await second.app.evaluate(({ BrowserWindow, nativeTheme }) => ({
      bounds: BrowserWindow.getAllWindows()[0]!.getBounds(),
      theme: nativeTheme.themeSource,
      dark: nativeTheme.shouldUseDarkColors,
    }));
    expect(shell).toEqual({ bounds: { x: 60, y: 40, width: 900, height: 640 }, theme: 'dark', dark: true });
  });

  test('lives on when its node ends, and starts it again', async () => {
    const { app, window } = await suite.launch({
      preloaded: [join(import.meta.dirname, 'programs/worker-register.cjs')],
    });
    const before = await pollUntil(
      () => snapshot(window),
      ({ phase }) => phase === 'setup',
    );
    await app.evaluate(() => {
      const { startedWorkers } = globalThis as unknown as { startedWorkers: { terminate(): void }[] };
      startedWorkers.at(-1)!.terminate();
    });
    // A call that was under way when the node ended is answered with `unavailable`.
    const after = await pollUntil(
      () => callBridge(window, 'state.snapshot', {}),
      (result) => result.ok && result.value.phase === 'setup' && result.value.instance !== before.instance,
    );
    expect(after).toMatchObject({ ok: true, value: { problem: null } });
    expect(app.windows()).toHaveLength(1);
    expect(window.isClosed()).toBe(false);
  });

  test('shows its page again when the page’s process dies', async () => {
    const { app, window } = await suite.launch();
    await app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const again = new Promise<void>((resolve) => {
        webContents.once('did-finish-load', () => resolve());
      });
      webContents.forcefullyCrashRenderer();
      return again;
    });
    const url = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getURL(),
    );
    expect(url).toMatch(/^app:\/\/ghoststack\//);
    expect(window).toBeDefined();
  });

  test('ends within seconds, and gives its home free, when it is told to', async () => {
    const userFolder = await suite.userFolder();
    const first = await suite.launch({ userFolder });
    await pollUntil(
      () => snapshot(first.window),
      ({ phase }) => phase === 'setup',
    );
    const ended = once(first.app.process(), 'exit');
    first.app.process().kill('SIGTERM');
    const [code, signal] = await ended;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    const second = await suite.launch({ userFolder });
    const { problem } = await pollUntil(
      () => snapshot(second.window),
      ({ phase }) => phase !== 'starting',
    );
    expect(problem).toBeNull();
  });

  test('says in the window that its home is used by another process', async () => {
    const home = join(await suite.userFolder(), 'home');
    const first = await suite.launch({ args: ['--home', home] });
    await pollUntil(
      () => snapshot(first.window),
      ({ phase }) => phase === 'setup',
    );
    const second = await suite.launch({ args: ['--home', home] });
    const { phase, problem } = await pollUntil(
      () => snapshot(second.window),
      (state) => state.phase !== 'starting',
    );
    expect(phase).toBe('failed');
    expect(problem?.code).toBe('home-locked');
    // What is wrong is looked for from outside, and the way leads back.
    await second.window.getByRole('button', { name: 'Look for what is wrong' }).click();
    await second.window.locator('[data-check=database]').waitFor();
    await second.window
      .getByText(/node\.started/)
      .first()
      .waitFor();
    await second.window.getByRole('link', { name: 'Back' }).click();
    await second.window.getByText('node.started').first().waitFor({ state: 'detached' });
    expect((await snapshot(second.window)).problem?.code).toBe('home-locked');
  });
});
