// Electron's security tutorial, https://www.electronjs.org/docs/latest/tutorial/security, item by item.
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../electron/host/serving/dashboard-headers.ts';
import { PACKAGE_FUSES } from '../../scripts/package/fuses.ts';
import { launchApp, type RunningApp } from '../support/electron-app.ts';
import { callBridge } from '../support/electron-bridge.ts';
import { type Display, startDisplay } from '../support/electron-display.ts';
import { probeApp } from '../support/electron-probe-app.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronRuntime, PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { electronSources } from '../support/electron-sources.ts';
import { preferences, windowCount } from '../support/electron-window-facts.ts';
import { describeIfMet } from '../support/requirements.ts';
import { PROBE_PAGES, type ProbeGlobals } from './programs/probe-pages.ts';

describeIfMet(await electronRequirement(), 'Electron’s security checklist', () => {
  let display: Display;
  let folder: string;
  let server: Server;
  let requests = 0;
  let real: RunningApp;
  let probe: RunningApp;
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    display = await startDisplay();
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-e2e-'));
    server = createServer((_request, response) => {
      requests += 1;
      response.setHeader('access-control-allow-origin', '*').end('reached');
    }).listen(0, '127.0.0.1');
    const launch = { display: display.name };
    real = await launchApp({ ...launch, userFolder: join(folder, 'real') });
    app = real.app;
    page = real.window;
    const appFolder = await probeApp(await mkdtemp(join(folder, 'app-')), PROBE_PAGES);
    probe = await launchApp({ ...launch, userFolder: join(folder, 'probe'), appFolder });
    await probe.window.locator('body[data-probed]').waitFor();
  });
  afterAll(async () => {
    await Promise.all([real?.quit(), probe?.quit()]);
    await display?.stop();
    server?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('1. only secure content is loaded: every resource is our own, and the network is out of reach', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const resources = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    expect(resources.filter((name) => !name.startsWith('app://ghoststack/'))).toEqual([]);
    // Playwright's evaluate passes by the policy of item 7: this is the wall behind it.
    const tried = await page.evaluate(async (target) => {
      const image = new Promise<string>((resolve) => {
        const element = new Image();
        element.onload = () => resolve('done');
        element.onerror = () => resolve('failed');
        element.src = target;
      });
      const socket = new Promise<string>((resolve) => {
        try {
          const opened = new WebSocket(target.replace('http', 'ws'));
          opened.onopen = () => resolve('done');
          opened.onerror = () => resolve('failed');
        } catch {
          resolve('failed');
        }
      });
      return [
        await fetch(target).then(
          () => 'done',
          () => 'failed',
        ),
        await image,
        await socket,
      ];
    }, url);
    expect(tried).toEqual(['failed', 'failed', 'failed']);
    const inMain = await app.evaluate(
      ({ session }, target) => session.defaultSession.fetch(target).then(() => 'done', String),
      url,
    );
    expect(inMain).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(requests).toBe(0);
  });

  test('2. pages have no Node.js', async () => {
    const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } = await preferences(app);
    expect(nodeIntegration).toBe(false);
    expect(nodeIntegrationInSubFrames).toBe(false);
    expect(nodeIntegrationInWorker ?? false).toBe(false);
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  });

  test('3. the preload runs in a context of its own', async () => {
    expect((await preferences(app)).contextIsolation).toBe(true);
    const reached = await page.evaluate(async () => {
      const { ghoststack } = globalThis as unknown as { ghoststack: { call: unknown } };
      // Were the worlds one, the preload would find this page's own version of what it uses.
      let seen = 0;
      const own = Object.prototype.hasOwnProperty;
      Object.hasOwn = () => {
        seen += 1;
        return true;
      };
      await (ghoststack.call as (name: string, input: unknown) => Promise<unknown>)('no.such.call', {});
      Object.hasOwn = (object, key) => own.call(object, key);
      return seen;
    });
    expect(reached).toBe(0);
  });

  test('4. the page’s process is sandboxed', async () => {
    // What the sandbox really does to the process is looked at in sandbox.test.ts.
    expect((await preferences(app)).sandbox).toBe(true);
  });

  test('5. every permission is denied', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'];
      const queried = names.map((name) => navigator.permissions.query({ name: name as PermissionName }));
      return (await Promise.all(queried)).map(({ state }) => state);
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
    const asked = await page.evaluate(async () => [
      await Notification.requestPermission(),
      await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error) => error.name,
      ),
      await navigator.mediaDevices.getDisplayMedia({ video: true }).then(
        () => 'granted',
        (error) => error.name,
      ),
      await navigator.clipboard.readText().then(
        () => 'granted',
        (error) => error.name,
      ),
    ]);
    expect(asked[0]).toBe('denied');
    expect(asked).not.toContain('granted');
  });

  test('6. web security is on', async () => {
    expect((await preferences(app)).webSecurity).toBe(true);
  });

  describe('7. the content security policy', () => {
    test('comes with every answer, errors too', async () => {
      const policies = await app.evaluate(async ({ session }) => {
        const urls = ['app://ghoststack/index.html', 'app://ghoststack/none.html'];
        const answers = await Promise.all(urls.map((url) => session.defaultSession.fetch(url)));
        return answers.map(({ headers }) => headers.get('content-security-policy'));
      });
      const policy = contentSecurityPolicy('bridge');
      expect(policies).toEqual([policy, policy]);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    });

    test('stops what a page would bring in: inline scripts and styles, eval, frames, HTML from strings', async () => {
      const globals = await probe.window.evaluate(() => {
        const { inlineScriptRan, inlineHandlerRan, violations, tried } =
          globalThis as unknown as ProbeGlobals;
        return { inlineScriptRan, inlineHandlerRan, violations, tried };
      });
      expect(globals.inlineScriptRan).toBeUndefined();
      expect(globals.inlineHandlerRan).toBeUndefined();
      expect(globals.tried).toEqual({
        eval: 'EvalError',
        function: 'EvalError',
        html: 'TypeError',
        fetch: 'TypeError',
      });
      expect(new Set(globals.violations)).toEqual(
        new Set([
          'script-src-elem',
          'script-src-attr',
          'style-src-elem',
          'frame-src',
          'connect-src',
          'require-trusted-types-for',
        ]),
      );
      const colour = await probe.window.evaluate(() => getComputedStyle(document.body).color);
      expect(colour).not.toBe('rgb(1, 2, 3)');
    });

    test('is not broken by the dashboard itself', async () => {
      const broken: string[] = [];
      page.on('console', (message) => broken.push(message.text()));
      await page.reload();
      await page.locator('body *').first().waitFor();
      expect(broken.filter((text) => /Content Security Policy|TrustedHTML/.test(text))).toEqual([]);
    });
  });

  test('8. insecure content is not allowed to run', async () => {
    expect((await preferences(app)).allowRunningInsecureContent).toBe(false);
  });

  test('9. experimental features are off', async () => {
    expect((await preferences(app)).experimentalFeatures).toBe(false);
  });

  test('10. no Blink feature is switched on', async () => {
    expect((await preferences(app)).enableBlinkFeatures || '').toBe('');
    const enabled = await app.evaluate(({ app: running }) =>
      running.commandLine.getSwitchValue('enable-blink-features'),
    );
    expect(enabled).toBe('');
  });

  test('11. there is no <webview>, so none that allows popups', async () => {
    expect((await preferences(app)).webviewTag).toBe(false);
    const isElement = await probe.window.evaluate(
      () =>
        document.querySelector('webview') instanceof HTMLUnknownElement ||
        !('loadURL' in document.querySelector('webview')!),
    );
    expect(isElement).toBe(true);
  });

  test('12. a <webview> would be refused before it is made', async () => {
    const { refused, contents } = await app.evaluate(({ BrowserWindow, webContents }) => {
      let prevented = false;
      const event = { preventDefault: () => (prevented = true), defaultPrevented: false };
      BrowserWindow.getAllWindows()[0]!.webContents.emit('will-attach-webview', event, {}, {});
      return { refused: prevented, contents: webContents.getAllWebContents().length };
    });
    expect(refused).toBe(true);
    expect(contents).toBe(1);
  });

  test('13. a page cannot go elsewhere', async () => {
    const before = probe.window.url();
    await probe.window.evaluate(() => {
      for (const id of ['away', 'send']) document.getElementById(id)!.click();
    });
    // The last one could be loaded: nothing but the ban on navigation is in its way.
    for (const target of ['https://example.org/', 'file:///etc/hostname', 'data:text/html,x', 'probe.js']) {
      await probe.window.evaluate((url) => location.assign(url), target);
    }
    await probe.window.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    const url = await probe.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getURL(),
    );
    expect(url).toBe(before);
    expect(await probe.window.evaluate(() => document.documentElement.outerHTML)).toContain('Probe');
  });

  test('14. a page cannot open windows', async () => {
    await probe.window.evaluate(() => document.getElementById('blank')!.click());
    const opened = await probe.window.evaluate(() =>
      ['https://example.org/', 'about:blank', 'app://ghoststack/index.html'].map(
        (url) => window.open(url) !== null,
      ),
    );
    expect(opened).toEqual([false, false, false]);
    expect(await windowCount(probe.app)).toBe(1);
  });

  test('15. nothing is ever handed to another program', async () => {
    for (const source of await electronSources()) {
      expect(source).not.toMatch(
        /\bopenExternal\b|\bopenPath\b|import\s*{[^}]*\bshell\b[^}]*}\s*from 'electron'/,
      );
    }
  });

  test('16. the Electron that the product is built with is a current one', async () => {
    const { devDependencies } = JSON.parse(await readFile(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as {
      devDependencies: { electron: string };
    };
    // Electron 45 was current when this was written; three majors are supported at a time.
    expect(Number(/\d+/.exec(devDependencies.electron)?.[0])).toBeGreaterThanOrEqual(45);
    const installed = JSON.parse(
      await readFile(join(PROJECT_FOLDER, 'node_modules/electron/package.json'), 'utf8'),
    ) as { version: string };
    const { kind } = await electronRuntime();
    const running = await app.evaluate(() => process.versions.electron);
    if (kind === 'official' && !process.env.ELECTRON_EXEC_PATH) expect(running).toBe(installed.version);
  });

  test('17. a call is answered to our own page in our own window only', async () => {
    const preload = join(PROJECT_FOLDER, 'out/preload/index.cjs');
    const answers = await app.evaluate(async ({ BrowserWindow }, preloadPath) => {
      const ask = async (url: string): Promise<unknown> => {
        const stranger = new BrowserWindow({ show: false, webPreferences: { preload: preloadPath } });
        await stranger.loadURL(url);
        const answer: unknown = await stranger.webContents.executeJavaScript(
          "ghoststack.call('state.snapshot', {})",
        );
        stranger.destroy();
        return answer;
      };
      return [await ask('app://ghoststack/index.html'), await ask('about:blank')];
    }, preload);
    const refusal = { ok: false, error: { code: 'forbidden' } };
    expect(answers).toMatchObject([refusal, refusal]);
    expect(await callBridge(page, 'state.snapshot', {})).toMatchObject({ ok: true });
  });

  test('18. pages come from our own protocol, and files are out of reach', async () => {
    expect(page.url()).toMatch(/^app:\/\/ghoststack\//);
    const answers = await app.evaluate(async ({ session }) => {
      const urls = [
        'app://ghoststack/../main/index.js',
        'app://ghoststack/..%2fmain%2findex.js',
        'app://ghoststack/%2e%2e/main/index.js',
        'app://other/index.html',
      ];
      const statuses = await Promise.all(
        urls.map((url) => session.defaultSession.fetch(url).then(({ status }) => status, String)),
      );
      const post = await session.defaultSession.fetch('app://ghoststack/index.html', { method: 'POST' });
      return { statuses, post: post.status };
    });
    expect(answers.statuses).toEqual([404, 404, 404, 404]);
    expect(answers.post).toBe(405);
    const fromPage = await page.evaluate(() => fetch('file:///etc/hostname').then(() => 'read', String));
    expect(fromPage).toContain('Failed to fetch');
    const asPage = await app.evaluate(async ({ BrowserWindow }) => {
      const stranger = new BrowserWindow({ show: false });
      const outcome = await stranger.loadURL('file:///etc/hostname').then(() => 'read', String);
      stranger.destroy();
      return outcome;
    });
    expect(asPage).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  test('19. the fuses of the packaged app are set', async () => {
    // Packaging flips them; here they are flipped in a copy, to see that the runtime has them all.
    const { binaryPath } = await electronRuntime();
    const copy = join(folder, 'electron');
    await copyFile(binaryPath, copy);
    await flipFuses(copy, PACKAGE_FUSES);
    const wire = await getCurrentFuseWire(copy);
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    const on = [FuseV1Options.OnlyLoadAppFromAsar, FuseV1Options.EnableEmbeddedAsarIntegrityValidation];
    expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => FuseState.DISABLE));
    expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => FuseState.ENABLE));
  });

  test('20. pages get the bridge and nothing else of Electron', async () => {
    const { names, bridge } = await page.evaluate(() => {
      const { ghoststack } = globalThis as unknown as { ghoststack: object };
      return { names: Object.getOwnPropertyNames(globalThis), bridge: Object.keys(ghoststack).sort() };
    });
    const plain = await app.evaluate(async ({ BrowserWindow }) => {
      const bare = new BrowserWindow({ show: false });
      await bare.loadURL('app://ghoststack/none.html');
      const found: unknown = await bare.webContents.executeJavaScript(
        'Object.getOwnPropertyNames(globalThis)',
      );
      bare.destroy();
      return found as string[];
    });
    const known = new Set(plain);
    expect(names.filter((name) => !known.has(name) && !/^[$_]|playwright/i.test(name))).toEqual([
      'ghoststack',
    ]);
    expect(bridge).toEqual(['call', 'carrier', 'onPush']);
    const pushed = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const { ghoststack } = globalThis as unknown as {
            ghoststack: { onPush(listener: (...values: unknown[]) => void): void };
          };
          ghoststack.onPush((...values) => resolve(values.flatMap((value) => Object.keys(value as object))));
        }),
    );
    expect(pushed).toEqual(expect.arrayContaining(['instance', 'version', 'changes']));
    expect(pushed).not.toContain('sender');
    expect(await callBridge(page, 'no.such.call' as 'state.snapshot', {})).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});
