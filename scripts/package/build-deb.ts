/**
 * Makes a `.deb` with dpkg-deb, called by electron-builder as it calls fpm, which is a download of its own. Knows
 * what electron-builder says, and refuses the rest.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { controlFile, type DebRequest, readFpmWords } from './deb-control.ts';

function buildDeb(request: DebRequest): void {
  mkdirSync(dirname(request.output), { recursive: true });
  // Beside the package: temporary folders may be small, and on another disk.
  const root = mkdtempSync(join(dirname(request.output), '.deb-'));
  try {
    for (const { from, to } of request.files) copyInto(from, join(root, to));
    // Whatever the umask and the owner were: everyone may read it, root alone may write.
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', root]);
    // Loaded, not run.
    for (const library of globSync('**/*.{so,so.*,node}', { cwd: root }))
      chmodSync(join(root, library), 0o644);
    writeControl(root, request);
    const level = request.compressionLevel === null ? [] : [`-z${request.compressionLevel}`];
    execFileSync(
      'dpkg-deb',
      ['--root-owner-group', `-Z${request.compression}`, ...level, '--build', root, request.output],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function copyInto(from: string, to: string): void {
  const isContent = from.endsWith('/');
  mkdirSync(isContent ? to : dirname(to), { recursive: true });
  execFileSync('cp', ['-a', '--reflink=auto', isContent ? `${from}.` : from, to]);
}

function writeControl(root: string, request: DebRequest): void {
  const files = globSync('**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const bytes = files.reduce((sum, path) => sum + lstatSync(path).size, 0);
  const sums = files.map((path) => {
    const md5 = createHash('md5').update(readFileSync(path)).digest('hex');
    return `${md5}  ${path.slice(root.length + 1)}\n`;
  });
  const control = join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(join(control, 'control'), controlFile(request, Math.ceil(bytes / 1024)), { mode: 0o644 });
  // What `dpkg --verify` compares with.
  writeFileSync(join(control, 'md5sums'), sums.join(''), { mode: 0o644 });
  for (const [name, path] of request.scripts) {
    copyFileSync(path, join(control, name));
    chmodSync(join(control, name), 0o755);
  }
}

try {
  buildDeb(readFpmWords(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
