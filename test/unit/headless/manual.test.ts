// The manual page and what shells complete are made of the command table: all of it stands in them.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES, speaking } from '#shared/words/language.ts';
import { t } from '#shared/words/translate.ts';
import { optionsOf } from '../../../electron/headless/command.ts';
import { allCommands } from '../../../electron/headless/command-table.ts';
import { bashCompletion } from '../../../electron/headless/manual/bash-completion.ts';
import { describedCommand } from '../../../electron/headless/manual/described-command.ts';
import { EXAMPLES } from '../../../electron/headless/manual/examples.ts';
import { fishCompletion } from '../../../electron/headless/manual/fish-completion.ts';
import { manPage } from '../../../electron/headless/manual/man-page.ts';
import { zshCompletion } from '../../../electron/headless/manual/zsh-completion.ts';
import { COMMON_OPTIONS, HOME_OPTIONS, OPTIONS } from '../../../electron/headless/option-table.ts';
import { isOnPath } from '../../../scripts/start/system-packages.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COMMANDS = await allCommands();
const DESCRIBED = COMMANDS.map(describedCommand);
const EDITION = { version: '1.2.3', date: '2026-01-02' };
const isShared = (name: string) => (HOME_OPTIONS as readonly string[]).includes(name);

test('every option of the table is taken by a command, and how a command is written names its options', () => {
  const taken = new Set(COMMANDS.flatMap((command) => optionsOf(command)));
  expect([...taken].sort()).toEqual(Object.keys(OPTIONS).sort());
  for (const command of COMMANDS) {
    const usage = t(`terminal.${command.name}.usage`, command.usageParams);
    const written = new Set([...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name ?? ''));
    expect([...written].filter((name) => !isShared(name)).sort(), command.name).toEqual(
      command.options.filter((name) => !isShared(name)).sort(),
    );
  }
});

test.each(LANGUAGES)('in %s, every command and every option stands in the manual page', (language) => {
  const page = speaking(language, () => manPage(COMMANDS, EDITION));
  expect(page).toMatch(/^\.TH GHOSTSTACK 1 2026-01-02 "GhostStack 1\.2\.3" ".+"$/m);
  for (const { name, options } of COMMANDS) {
    const roff = (text: string) => text.replaceAll('-', '\\-');
    const [, part = ''] = page.split(`\n.SS ${roff(name)}\n`);
    const own = part.split(/\n\.S[SH] /)[0] ?? '';
    for (const option of options) expect(own, name).toContain(`\n.B ${roff(`--${option}`)}`);
    for (const example of EXAMPLES[name])
      expect(own.replaceAll('\n', ' '), name).toContain(roff(`ghoststack ${example}`));
  }
  for (const option of [...COMMON_OPTIONS, ...HOME_OPTIONS]) {
    expect(page).toContain(`.B \\-\\-${option.replaceAll('-', '\\-')}`);
  }
  // What no text may bring in: an escape of its own, or a line that is a request.
  for (const line of page.split('\n')) {
    expect(line).toMatch(/^(?:\.(?:TH|SH|SS|PP|TP|B|BR|I|br)\b.*|\\&.+|[^.'\\].*|\\-.*|)$/);
    expect(line.replaceAll(/\\[-e&]/g, '')).not.toContain('\\');
  }
  if (!isOnPath('mandoc')) return;
  const file = join(temporaryFolder(), 'ghoststack.1');
  writeFileSync(file, page);
  expect(spawnSync('mandoc', ['-T', 'lint', '-W', 'style', file], { encoding: 'utf8' }).stdout).toBe('');
});

test('every command and every option stands in what shells complete', () => {
  const [bash, zsh, fish] = [bashCompletion(DESCRIBED), zshCompletion(DESCRIBED), fishCompletion(DESCRIBED)];
  for (const { name, options, words } of DESCRIBED) {
    const inBash = new RegExp(`^  ${name}\\) options='(.*)' ;;$`, 'm').exec(bash)?.[1]?.split(' ');
    expect(inBash).toEqual(options.map((option) => `--${option.name}`));
    const inZsh = zsh.split(`\n    ${name}) _arguments `)[1]?.split(' ;;\n')[0];
    expect(fish).toContain(`'__ghoststack_needs_command' -a ${name} -d `);
    for (const option of options) {
      expect(inZsh, name).toContain(`'--${option.name}[`);
      expect(fish).toContain(`'__ghoststack_is ${name}' -l ${option.name} `);
    }
    for (const choice of words.flatMap(({ choices }) => choices ?? [])) {
      expect(inZsh, name).toMatch(new RegExp(`\\(.*\\b${choice}\\b.*\\)`));
    }
  }
  for (const shell of ['zsh', 'fish']) {
    if (!isOnPath(shell)) continue;
    const script = join(temporaryFolder(), shell);
    writeFileSync(script, shell === 'zsh' ? zsh : fish);
    expect(spawnSync(shell, ['-n', script], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  }
});

test('bash completes commands, options, choices, and paths with spaces', () => {
  const folder = temporaryFolder();
  const script = join(folder, 'completion');
  writeFileSync(script, bashCompletion(DESCRIBED));
  writeFileSync(join(folder, 'my cell.json'), '');
  const complete = (...words: string[]): string[] => {
    const program = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ghoststack; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-c', program, script, 'ghoststack', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    return out.split('\n').filter((line) => line !== '');
  };
  expect(complete('in')).toEqual(['init', 'invite', 'inbox']);
  expect(complete('help', 'vo')).toEqual(['vote']);
  expect(complete('start', '--no')).toEqual(['--no-mdns']);
  expect(complete('start', '--discovery', '')).toEqual(['own', 'libp2p']);
  expect(complete('vote', '--home', 'x', 'P-2', 'a')).toEqual(['approve', 'abstain']);
  expect(complete('vote', '--home', 'x', '')).toEqual([]);
  expect(complete('log', 'verify', 'my')).toEqual(['my cell.json']);
  expect(complete('init', '--key-file', 'my')).toEqual(['my cell.json']);
  expect(complete('init', '--name', '')).toEqual([]);
});
