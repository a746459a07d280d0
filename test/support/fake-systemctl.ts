/**
 * Stands for `systemctl --user` where no systemd runs: starts and ends what a unit's ExecStart says, read as
 * systemd.syntax(7) has it. `node fake-systemctl.ts FOLDER --user …`; FOLDER holds its record and process ids.
 */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const [folder = '', ...given] = process.argv.slice(2);
const words = given.filter((word) => word !== '--user' && word !== '--no-pager');
appendFileSync(join(folder, 'calls'), `${words.join(' ')}\n`);
const unit = words.find((word) => word.endsWith('.service')) ?? '';
const units = join(process.env.XDG_CONFIG_HOME ?? '', 'systemd/user');
const link = join(units, 'default.target.wants', unit);
const pidFile = join(folder, `${unit}.pid`);

/** The words of a command line: quotes, C escapes and specifiers taken off. */
export function unquoted(line: string): string[] {
  const found: string[] = [];
  for (const [, word = ''] of line.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    const plain = word.replaceAll(
      /\\(?:u([0-9a-f]{4})|(.))/g,
      (_all, code: string | undefined, one: string) =>
        code === undefined ? one : String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (/%(?!%)/.test(plain.replaceAll('%%', ''))) throw new Error(`A specifier in ${line}`);
    found.push(plain.replaceAll('%%', '%'));
  }
  return found;
}

function pid(): number | null {
  const id = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (id === 0) return null;
  try {
    process.kill(id, 0);
    return id;
  } catch {
    return null;
  }
}

async function end(): Promise<void> {
  const id = pid();
  if (id !== null) process.kill(id, 'SIGTERM');
  while (pid() !== null) await new Promise((resolve) => setTimeout(resolve, 20));
}

function start(): void {
  const text = readFileSync(join(units, unit), 'utf8');
  const line = /^ExecStart=:(.*)$/m.exec(text)?.[1] ?? '';
  const [program = '', ...args] = unquoted(line);
  // As systemd: an environment of its own.
  const { HOME, XDG_RUNTIME_DIR } = process.env;
  const set = [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, words = '']) => unquoted(words));
  const given = Object.fromEntries(set.map((one) => one.split(/=(.*)/s)));
  const child = spawn(program, args, {
    detached: true,
    stdio: 'ignore',
    env: { HOME, XDG_RUNTIME_DIR, ...given },
    cwd: '/',
  });
  child.unref();
  writeFileSync(pidFile, String(child.pid));
}

switch (words[0]) {
  case 'enable':
    mkdirSync(join(link, '..'), { recursive: true });
    if (!existsSync(link)) symlinkSync(join(units, unit), link);
    break;
  case 'restart':
    await end();
    start();
    break;
  case 'disable':
    rmSync(link, { force: true });
    await end();
    break;
  case 'show':
    console.log(unit === '' ? 'Version=252' : `ActiveState=${pid() === null ? 'inactive' : 'active'}`);
    if (unit !== '') console.log(`UnitFileState=${existsSync(link) ? 'enabled' : 'disabled'}`);
    break;
}
