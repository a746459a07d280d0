import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { controlSocketPaths } from '../../../electron/host/control-socket-path.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { ghoststack, startHeadless } from '../../support/headless-node.ts';
import {
  asOtherUser,
  OTHER_USER_ID,
  otherUserRequirement,
  startAsOtherUser,
} from '../../support/other-user.ts';
import { describeIfMet } from '../../support/requirements.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CLI = join(PROJECT_FOLDER, 'out/headless/cli.js');

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

/** Runs a command that is to be refused. */
async function refused(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  try {
    await promisify(execFile)(process.execPath, [CLI, ...args], {
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
  } catch (error) {
    const { code, stderr } = error as Ended;
    return { code, stderr };
  }
  throw new Error(`ghoststack ${args.join(' ')} was not refused.`);
}

/** A folder like /tmp: everybody may make something in it. */
function everybodysFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o1777);
  return folder;
}

async function newHome(path: string, keyFile: string): Promise<string[]> {
  const key = ['--home', path, '--key-file', keyFile];
  await ghoststack('init', '--name', 'alice', ...key);
  return key;
}

const startArgs = (key: readonly string[]): string[] => [...key, '--listen', '127.0.0.1:0', '--no-mdns'];

describeIfMet(otherUserRequirement(), 'another user of the computer', () => {
  beforeAll(() => expect(process.getuid?.()).toBe(0));

  test('who made the folder of the control socket first is neither listened beside nor asked', async () => {
    const shared = everybodysFolder();
    const home = join(temporaryFolder(), 'h'.repeat(100));
    const key = await newHome(home, join(temporaryFolder(), 'key'));
    const env = { XDG_RUNTIME_DIR: shared };
    const socket = controlSocketPaths(home, env)[0] ?? '';
    await asOtherUser(`require('node:fs').mkdirSync(process.argv[1])`, dirname(socket));
    expect((await refused(['start', ...startArgs(key)], env)).stderr).toContain(dirname(socket));
    const squatter = await startAsOtherUser(
      `require('node:net').createServer((client) => {
         client.on('error', () => {});
         client.on('data', (data) => {
           console.log(String(data).trim());
           client.end('{"ok":true,"value":{"open":[],"note":"mine"}}\\n');
         });
       }).listen(process.argv[1], () => {
         require('node:fs').chmodSync(process.argv[1], 0o777);
         console.log('ready');
       });`,
      socket,
    );
    onTestFinished(() => squatter.stop());

    for (const args of [
      ['start', ...startArgs(key)],
      ['status', '--home', home],
      ['send', ...key, '--to', 'broadcast', 'a secret'],
    ]) {
      const { code, stderr } = await refused(args, env);
      expect([args[0], code, stderr.includes(dirname(socket))]).toEqual([args[0], 1, true]);
      expect(stderr).toContain(`another user (${OTHER_USER_ID})`);
    }
    expect(squatter.lines).toEqual(['ready']);
  });

  test('a home that others could look into is shut to them, its socket too', async () => {
    const shared = everybodysFolder();
    const home = join(shared, 'alice');
    const key = await newHome(home, join(shared, 'alice.key'));
    chmodSync(home, 0o755);
    expect(await asOtherUser(LOOK, home)).toContain('node.db');
    const node = await startHeadless(...startArgs(key));
    try {
      expect(statSync(home).mode & 0o777).toBe(0o700);
      expect(await asOtherUser(LOOK, home)).toBe('EACCES');
      expect(await asOtherUser(CONNECT, join(home, 'control.sock'))).toBe('EACCES');
    } finally {
      await node.stop();
    }
  });

  test('a home that others could write to, or that is theirs, is not used', async () => {
    const shared = everybodysFolder();
    const home = join(shared, 'alice');
    const key = await newHome(home, join(shared, 'alice.key'));
    chmodSync(home, 0o777);
    for (const args of [
      ['start', ...startArgs(key)],
      ['status', '--home', home],
    ]) {
      expect((await refused(args)).stderr).toContain(`chmod 700 ${home}`);
    }
    chmodSync(home, 0o700);
    chownSync(home, OTHER_USER_ID, OTHER_USER_ID);
    expect((await refused(['start', ...startArgs(key)])).stderr).toContain(`another user (${OTHER_USER_ID})`);

    // One that waits for who comes.
    const trap = join(shared, 'bob');
    await asOtherUser(`require('node:fs').mkdirSync(process.argv[1])`, trap);
    const init = ['init', '--name', 'bob', '--home', trap, '--key-file', join(shared, 'bob.key')];
    expect((await refused(init)).stderr).toContain('another user');
  });

  test('secrets of theirs protect no key of ours', async () => {
    const folder = temporaryFolder();
    const passphraseFile = join(folder, 'passphrase');
    writeFileSync(passphraseFile, 'correct horse battery\n', { mode: 0o600 });
    mkdirSync(join(folder, 'homes'));
    chownSync(passphraseFile, OTHER_USER_ID, OTHER_USER_ID);
    const home = join(folder, 'homes', 'alice');
    const init = ['init', '--name', 'alice', '--home', home];
    expect((await refused([...init, '--passphrase-file', passphraseFile])).stderr).toContain('another user');

    const key = await newHome(home, join(folder, 'key'));
    chownSync(join(folder, 'key'), OTHER_USER_ID, OTHER_USER_ID);
    expect((await refused(['start', ...startArgs(key)])).stderr).toContain('another user');
  });
});

const LOOK = `
  try { console.log(require('node:fs').readdirSync(process.argv[1]).join()); }
  catch (error) { console.log(error.code); }`;

const CONNECT = `
  const client = require('node:net').connect(process.argv[1]);
  client.on('connect', () => { console.log('connected'); client.destroy(); });
  client.on('error', (error) => console.log(error.code));`;
