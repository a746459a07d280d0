/** A person whose computer speaks German, beside programs and other nodes, which do not. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');

/** Without LC_ALL, which the tests set for all that they start. */
function speaking(lang: string): NodeJS.ProcessEnv {
  const { LC_ALL: _all, LC_MESSAGES: _messages, ...env } = process.env;
  return { ...env, LANG: lang };
}

async function typed(lang: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...words], {
    env: speaking(lang),
  });
  return stdout;
}

test('a command answers in the language of the environment, and a program in English', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await alice.run('propose', '--draft', 'Buy a ladder');
  const list = ['proposals', '--home', alice.home];
  const reason = 'reason.proposal.draft';
  expect(await typed('de_DE.UTF-8', ...list)).toContain(CATALOGUES.de[reason]);
  for (const lang of ['C', 'en_GB.UTF-8'])
    expect(await typed(lang, ...list)).toContain(CATALOGUES.en[reason]);
  expect(await typed('de_DE.UTF-8', ...list, '--json')).toContain(CATALOGUES.en[reason]);
});

test('a node that was started in German refuses in English whom it answers', async () => {
  const folder = temporaryFolder();
  const [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await bob.run('init', '--name', 'bob');
  const key = ['--key-file', alice.keyFile, '--listen', '127.0.0.1:0', '--no-mdns'];
  const node = spawn(process.execPath, [COMMAND, 'start', '--home', alice.home, ...key], {
    env: speaking('de_DE.UTF-8'),
    stdio: 'ignore',
  });
  const ended = once(node, 'exit');
  try {
    await pollUntil(
      () => alice.status(),
      ({ running }) => running,
    );
    // One stays open: whoever comes is answered.
    await alice.run('invite');
    const { code } = await alice.run<{ code: string }>('invite');
    await alice.run('revoke', code);
    const said = await bob.run('join', '--wait', '60', code).catch(({ stderr }) => String(stderr));
    // Before the refusal stands what the invitation says of itself.
    expect(JSON.parse(String(said).trimEnd().split('\n').at(-1) ?? '')).toEqual({
      error: {
        code: 'refused',
        message: 'This invitation is not valid, or was withdrawn. Ask for a new one.',
      },
    });
  } finally {
    node.kill('SIGTERM');
    await ended;
  }
});
