// Builds the package, installs an older one, uses it as an ordinary user would, upgrades it while it runs, and removes
// it: npm run test:package.
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FuseState, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PACKAGE_FUSES } from '../../scripts/package/fuses.ts';
import * as tour from '../support/dashboard-tour.ts';
import { snapshot } from '../support/electron-bridge.ts';
import { type Display, startDisplay } from '../support/electron-display.ts';
import { type HeadlessNode, startHeadlessBy } from '../support/headless-node.ts';
import { type InstalledApp, startAsUser, startInstalledApp, USER_ID } from '../support/installed-app.ts';
import {
  APP_FOLDER,
  buildPackage,
  installedVersion,
  installPackage,
  isInstalled,
  LEFT_FILE,
  lintianErrors,
  OLDER_VERSION,
  olderPackage,
  packageRequirement,
  presentFiles,
  removeLeftover,
  removePackage,
  verifyPackage,
} from '../support/installed-package.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const WINDOW = '/usr/bin/ghoststack-desktop';
const COMMAND = '/usr/bin/ghoststack';
const CODE = 'eyJ2IjoxfQ.0123abcd';
/** With the Node.js of the tests as that of the system. */
const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;

/** Ids of the processes that a process has started, and of those that they have. */
function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        return [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) }];
      } catch {
        return [];
      }
    });
  const below = (id: number): number[] =>
    parents.filter(({ parent }) => parent === id).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}

/** Chromium joins the words of the processes that it forks. */
function commandLine(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
}

function processStatus(pid: number, field: string): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
}

describeIfMet(await packageRequirement(), 'the package, installed', () => {
  let display: Display;
  let folder: string;
  let rootFolder: string;
  let deb: string;
  let bob: HeadlessNode | null = null;
  let app: InstalledApp | null = null;

  const session = () => ({ display: display.name, userFolder: folder });
  const bobHome = () => join(rootFolder, 'bob');
  const bobKey = () => join(rootFolder, 'bob.key');
  const ghoststack = (command: string, ...args: string[]) => {
    const words = [command, '--home', bobHome(), '--key-file', bobKey(), '--json', ...args];
    return spawnSync(COMMAND, words, { env: { PATH }, encoding: 'utf8' });
  };
  const start = async (args: readonly string[] = []): Promise<InstalledApp> => {
    app = await startInstalledApp(session(), WINDOW, args);
    return app;
  };
  const quit = async (): Promise<number | null> => {
    const ending = app;
    app = null;
    return (await ending?.quit()) ?? null;
  };

  beforeAll(async () => {
    await removeLeftover();
    expect(presentFiles()).toEqual([]);
    display = await startDisplay();
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-package-'));
    chownSync(folder, USER_ID, USER_ID);
    chmodSync(folder, 0o700);
    deb = await buildPackage();
    rootFolder = mkdtempSync(join(tmpdir(), 'ghoststack-package-root-'));
    await installPackage(await olderPackage(deb, rootFolder));
  });
  afterAll(async () => {
    await bob?.stop();
    await quit();
    await display?.stop();
    for (const path of [folder, rootFolder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    if (isInstalled()) await removePackage();
  });

  test('is whole, and belongs to root', async () => {
    expect(await verifyPackage()).toBe('');
    const writable = execFileSync('find', [
      APP_FOLDER,
      '(',
      '-perm',
      '/022',
      '-o',
      '!',
      '-user',
      'root',
      ')',
      '!',
      '-type',
      'l',
    ]);
    expect(writable.toString()).toBe('');
  });

  test('has no fault that Debian’s checker calls an error', () => {
    expect(lintianErrors(deb)).toEqual([]);
  });

  test('is told to software centres, in the words of AppStream', () => {
    const metainfo = '/usr/share/metainfo/org.ghoststack.ghoststack.metainfo.xml';
    const { status, stdout } = spawnSync('appstreamcli', ['validate', '--no-net', '--pedantic', metainfo], {
      encoding: 'utf8',
    });
    expect(stdout).toContain('Validation was successful');
    expect(status).toBe(0);
    const entry = /<launchable type="desktop-id">(.*)<\/launchable>/.exec(
      readFileSync(metainfo, 'utf8'),
    )?.[1];
    expect(existsSync(join('/usr/share/applications', String(entry)))).toBe(true);
  });

  test('has manual pages, and lets shells complete its command', () => {
    for (const page of ['man1/ghoststack', 'de/man1/ghoststack', 'man1/ghoststack-desktop']) {
      const text = gunzipSync(readFileSync(`/usr/share/man/${page}.1.gz`));
      const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning'], {
        input: text,
        encoding: 'utf8',
      });
      expect(stdout, page).toBe('');
    }
    const completed = execFileSync('bash', [
      '-c',
      'source /usr/share/bash-completion/completions/ghoststack; COMP_WORDS=(ghoststack serv); COMP_CWORD=1; _ghoststack; echo $COMPREPLY',
    ]);
    expect(completed.toString()).toBe('service\n');
  });

  test('brings the profile by which Ubuntu lets its sandbox make user namespaces', () => {
    const profile = readFileSync(join(APP_FOLDER, 'resources/apparmor-profile'), 'utf8');
    expect(profile).toMatch(
      /profile "?ghoststack-desktop"? "?\/opt\/GhostStack\/ghoststack-desktop"? flags=\(unconfined\)/,
    );
    expect(profile).toMatch(/^\s*userns,$/m);
  });

  test('has an entry in the menu, icons, and the ghoststack: scheme', () => {
    const entry = readFileSync('/usr/share/applications/ghoststack.desktop', 'utf8');
    expect(entry).toMatch(/^Name=GhostStack$/m);
    expect(entry).toMatch(/^Exec=\/opt\/GhostStack\/ghoststack-desktop %U$/m);
    expect(entry).toMatch(/^MimeType=x-scheme-handler\/ghoststack;$/m);
    const icon = /^Icon=(.+)$/m.exec(entry)?.[1];
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      const png = readFileSync(`/usr/share/icons/hicolor/${size}x${size}/apps/${icon}.png`);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  test('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(APP_FOLDER, 'ghoststack-desktop'));
    const { version, resetAdHocDarwinSignature, strictlyRequireAllFuses, ...fuses } = PACKAGE_FUSES;
    for (const [fuse, isOn] of Object.entries(fuses)) {
      expect(wire[Number(fuse) as keyof typeof wire], `fuse ${fuse}`).toBe(
        isOn ? FuseState.ENABLE : FuseState.DISABLE,
      );
    }
    const asNode = spawnSync(WINDOW, ['-e', 'console.log("ran")'], {
      env: { ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(asNode.stdout).not.toContain('ran');
  });

  test('carries its licence and those of its libraries', () => {
    const copyright = readFileSync('/usr/share/doc/ghoststack/copyright', 'utf8');
    expect(copyright).toContain('GNU AFFERO GENERAL PUBLIC LICENSE');
    for (const library of ['react', 'libp2p', 'better-sqlite3', 'zod', '@fontsource-variable/inter']) {
      expect(copyright).toMatch(new RegExp(`(^|, )${library} \\d`, 'm'));
    }
  });

  test('starts for an ordinary user, with its page in Chromium’s sandbox, and makes a key', async () => {
    const { page, pid, stderr } = await start();
    expect(page.url()).toMatch(/^app:\/\/ghoststack\/index\.html/);
    page.setDefaultTimeout(60_000);
    await tour.makeKey(page, 'alice');
    const { phase, me } = await snapshot(page);
    expect({ phase, name: me?.name }).toEqual({ phase: 'running', name: 'alice' });

    const pages = descendants(pid).filter((id) => commandLine(id).includes('--type=renderer'));
    expect(pages.length).toBeGreaterThan(0);
    for (const id of [pid, ...descendants(pid)]) expect(commandLine(id)).not.toContain('--no-sandbox');
    for (const id of pages) {
      // Filtered system calls, a process namespace of its own, and not root.
      expect(processStatus(id, 'Seccomp')).toBe('2');
      expect(processStatus(id, 'NSpid').split(/\s+/).length).toBeGreaterThan(1);
      expect(processStatus(id, 'Uid').split(/\s+/)).not.toContain('0');
    }
    expect(stderr()).not.toContain('did not start');
  });

  test('opens an invitation’s link in the window that is there', async () => {
    const { page } = app ?? (await start());
    const second = startAsUser(session(), WINDOW, [`ghoststack://join/${CODE}`]);
    expect(await once(second, 'exit')).toEqual([0, null]);
    const field = page.getByRole('dialog').getByPlaceholder('ghoststack://join/');
    expect(await field.inputValue()).toBe(CODE);
    expect(page.url()).not.toContain(CODE);
  });

  test('has the ghoststack command, which runs on the Node.js of the system', async () => {
    const made = ghoststack('init', '--name', 'bob');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const asked = ghoststack('status');
    expect(asked).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(asked.stdout)).toMatchObject({ running: false, name: 'bob' });
  });

  test('is upgraded while its window and a node run in one cell, and goes on with what they have', async () => {
    const { page } = app ?? (await start());
    await page.keyboard.press('Escape');
    await tour.foundCell(page, 'Maple Street');
    bob = await startHeadlessBy(
      (_node, _cli, ...words) => ['env', [`PATH=${PATH}`, COMMAND, ...words]],
      ...['--home', bobHome(), '--key-file', bobKey(), '--listen', '127.0.0.1:0', '--no-mdns'],
    );
    const link = await tour.invite(page);
    expect(ghoststack('join', '--wait', '0', link)).toMatchObject({ status: 0 });
    await tour.acceptNewcomer(page, 'bob', async () => {});
    const members = () => JSON.parse(ghoststack('members').stdout) as readonly unknown[];
    await pollUntil(members, (found) => found.length === 2, 60_000);
    expect(installedVersion()).toBe(OLDER_VERSION);

    await installPackage(deb);
    expect(installedVersion()).not.toBe(OLDER_VERSION);
    expect(existsSync(`/${LEFT_FILE}`)).toBe(false);
    expect(await verifyPackage()).toBe('');
    const { id } = JSON.parse(ghoststack('send', '--to', 'alice', 'Are you new?').stdout) as { id: string };
    const queued = () => JSON.parse(ghoststack('queue').stdout) as readonly { id: string; state: string }[];
    await pollUntil(queued, (all) => all.some((one) => one.id === id && one.state === 'delivered'), 60_000);

    // A session's end; then the new version, on the data of the older one.
    expect(await quit()).toBe(0);
    const { page: renewed } = await start();
    renewed.setDefaultTimeout(60_000);
    await tour.unlock(renewed, tour.PASSPHRASE);
    await renewed.getByRole('navigation').first().waitFor();
    const { me, cell } = await snapshot(renewed);
    expect({ name: me?.name, members: cell?.members.length }).toEqual({ name: 'alice', members: 2 });
    await tour.visit(renewed, 'Messages');
    await renewed.getByText('Are you new?').first().waitFor();
    await bob.stop();
    expect(await quit()).toBe(0);
  });

  test('says what the command lacks where Node.js is missing or too old', () => {
    const empty = mkdtempSync(join(folder, 'path-'));
    const without = (...args: string[]) =>
      spawnSync('/bin/sh', [COMMAND, ...args], { env: { PATH: empty }, encoding: 'utf8' });
    expect(without('status')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^ghoststack: .*needs Node\.js 22\.14 or newer; there is none here/),
    });
    expect(JSON.parse(without('status', '--json').stderr)).toMatchObject({ error: { code: 'unsupported' } });
  });

  test('leaves nothing behind when it is removed or purged, but what belongs to its user', async () => {
    await removePackage('--remove');
    expect(presentFiles()).toEqual([]);
    await removePackage('--purge');
    expect(isInstalled()).toBe(false);
    expect(presentFiles()).toEqual([]);
    expect(existsSync(join(folder, '.config/GhostStack'))).toBe(true);
  });
});
