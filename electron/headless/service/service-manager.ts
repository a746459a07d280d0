/** The user's systemd: https://www.freedesktop.org/software/systemd/man/latest/systemctl.html */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, type Saying, says } from '#shared/protocol/saying.ts';

const run = promisify(execFile);
/** `disable --now` waits for the node to end, which systemd gives 30 s. */
const LIMIT_MS = 60_000;

export interface ServiceState {
  /** As systemd words it: `active`, `activating`, `inactive`, `failed`. */
  readonly active: string;
  /** Whether it starts by itself. */
  readonly enabled: boolean;
}

/** What is missing for a service of the user, or null where systemd answers one. */
export async function whyNoServices(platform: NodeJS.Platform = process.platform): Promise<Saying | null> {
  if (platform !== 'linux') return says('error.headless.serviceOtherSystem');
  try {
    await systemctl('show', '--property=Version');
    return null;
  } catch (thrown) {
    if (Object(thrown).code === 'ENOENT') return says('error.headless.serviceNoSystemd');
    return says('error.headless.serviceNoSession', { reason: asWritten(complaintOf(thrown)) });
  }
}

export async function startService(unit: string): Promise<void> {
  await told('daemon-reload');
  await told('enable', unit);
  // Also where an older form of it runs.
  await told('restart', unit);
}

export async function endService(unit: string): Promise<void> {
  await told('disable', '--now', unit);
}

/** After its file is gone. */
export async function forgetService(unit: string): Promise<void> {
  await told('daemon-reload');
  // One that did not fail has nothing to forget.
  await systemctl('reset-failed', unit).catch(() => undefined);
}

export async function serviceState(unit: string): Promise<ServiceState> {
  const { stdout } = await systemctl('show', '--property=ActiveState,UnitFileState', unit);
  const field = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';
  return { active: field('ActiveState') || 'inactive', enabled: field('UnitFileState') === 'enabled' };
}

/** Whether the user's services run while nobody is logged in; null where nobody can say. */
export async function lingers(): Promise<boolean | null> {
  try {
    const { stdout } = await run('loginctl', ['show-user', String(process.getuid?.()), '--property=Linger'], {
      timeout: LIMIT_MS,
    });
    return /^Linger=yes$/m.test(stdout);
  } catch {
    return null;
  }
}

async function told(...words: string[]): Promise<void> {
  try {
    await systemctl(...words);
  } catch (thrown) {
    throw new GhostStackError(
      'unavailable',
      says('error.headless.serviceRefused', {
        command: ['systemctl', '--user', ...words].join(' '),
        reason: asWritten(complaintOf(thrown)),
      }),
      { cause: thrown },
    );
  }
}

function systemctl(...words: string[]): Promise<{ stdout: string }> {
  return run('systemctl', ['--user', '--no-pager', ...words], { timeout: LIMIT_MS });
}

function complaintOf(thrown: unknown): string {
  const { stderr, message } = Object(thrown) as { stderr?: unknown; message?: unknown };
  const [line = ''] = String(stderr || message)
    .trim()
    .split('\n');
  return line.replace(/\.$/, '');
}
