/** A headless Chromium: the system's if there is one, else the one that @sparticuz/chromium carries. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import chromiumPackage, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright';
import { missingLibraries } from '../../scripts/start/system-packages.ts';
import { withSecondTry } from './second-try.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Not the package's own arguments: those switch web security off. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--hide-scrollbars'];

function onPath(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of NAMES) {
    const folder = folders.find((one) => existsSync(join(one, name)));
    if (folder) return join(folder, name);
  }
  return null;
}

const LAUNCH_LIMIT_MS = 45_000;

interface Found {
  readonly path: string;
  readonly env: Record<string, string>;
}

let found: Promise<Found> | undefined;

async function carried(): Promise<Found> {
  const path = await chromiumPackage.executablePath();
  if (missingLibraries(path).length === 0) return { path, env: {} };
  // A system without NSS: the package brings the libraries of Amazon Linux 2023.
  const archive = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br');
  const libraries = await inflate(archive);
  return { path, env: { LD_LIBRARY_PATH: join(libraries, 'lib') } };
}

async function find(): Promise<Found> {
  const path = onPath();
  return path ? { path, env: {} } : carried();
}

/** `by`: what starts the program in its place, for example in a network namespace. */
export async function launchChromium(by: (path: string) => string = (path) => path): Promise<Browser> {
  found ??= find();
  const { path, env } = await found;
  return withSecondTry('starting Chromium', () =>
    chromium.launch({
      executablePath: by(path),
      args: ARGUMENTS,
      env: { ...(process.env as Record<string, string>), ...env },
      timeout: LAUNCH_LIMIT_MS,
    }),
  );
}
