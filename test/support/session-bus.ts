/** A session bus of a test's own, and on it a real place for tray icons; what is on it is asked by GLib's own tool. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { aptRemedy, isOnPath } from '../../scripts/start/system-packages.ts';
import { pollUntil } from './poll-until.ts';
import type { Requirement } from './requirements.ts';

/** Owns org.kde.StatusNotifierWatcher, as a panel's does; it draws nothing and needs no display. */
const WATCHER = '/usr/libexec/ayatana-indicator-application/ayatana-indicator-application-service';

export function sessionBusRequirement(): Requirement {
  const packages = [
    ...(isOnPath('dbus-daemon') ? [] : ['dbus']),
    ...(isOnPath('gdbus') ? [] : ['libglib2.0-bin']),
    ...(existsSync(WATCHER) ? [] : ['ayatana-indicator-application']),
  ];
  if (packages.length === 0) return null;
  return {
    what: `A session bus with a tray needs packages that this system lacks: ${packages.join(', ')}.`,
    remedy: aptRemedy(packages),
  };
}

/** Runs in a session of this bus. */
export interface TestBus {
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** What `gdbus call` prints. */
  call(destination: string, path: string, method: string, ...args: readonly string[]): Promise<string>;
  /** Null from whoever does not answer at once: not everybody answers. */
  probe(
    destination: string,
    path: string,
    method: string,
    ...args: readonly string[]
  ): Promise<string | null>;
  /** Resolves when it owns its name. */
  startWatcher(): Promise<{ stop(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startSessionBus(): Promise<TestBus> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(createInterface({ input: daemon.stdout }), 'line')) as [string];
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  const started: ChildProcess[] = [daemon];
  const ask = async (seconds: string, asked: readonly string[]): Promise<string> => {
    const [destination = '', path = '', method = '', ...args] = asked;
    const words = ['--timeout', seconds, '--dest', destination, '--object-path', path, '--method', method];
    const { stdout } = await promisify(execFile)('gdbus', ['call', '--session', ...words, ...args], {
      env: { ...process.env, ...env },
    });
    return stdout.trim();
  };
  const bus: TestBus = {
    env,
    call: (...asked) => ask('10', asked),
    probe: (...asked) => ask('1', asked).catch(() => null),
    async startWatcher() {
      const watcher = spawn(WATCHER, { env: { ...process.env, ...env }, stdio: 'ignore' });
      started.push(watcher);
      await pollUntil(
        () =>
          bus.call(
            'org.freedesktop.DBus',
            '/org/freedesktop/DBus',
            'org.freedesktop.DBus.NameHasOwner',
            'org.kde.StatusNotifierWatcher',
          ),
        (answer) => answer === '(true,)',
      );
      return { stop: () => end(watcher) };
    },
    async stop() {
      for (const child of started.reverse()) await end(child);
    },
  };
  return bus;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
