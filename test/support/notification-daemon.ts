/** A real server of notifications for a test: dunst, on a display and a session bus; what it was told it writes down. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptRemedy, isOnPath } from '../../scripts/start/system-packages.ts';
import { pollUntil } from './poll-until.ts';
import type { Requirement } from './requirements.ts';
import { temporaryFolder } from './temporary-folder.ts';

export function notificationDaemonRequirement(): Requirement {
  const packages = [
    ...(isOnPath('dbus-send') ? [] : ['dbus']),
    ...(isOnPath('dunst') && isOnPath('dunstctl') ? [] : ['dunst']),
  ];
  if (packages.length === 0) return null;
  return {
    what: `A notification daemon needs packages that this system lacks: ${packages.join(', ')}.`,
    remedy: aptRemedy(packages),
  };
}

export interface NotificationDaemon {
  /** Title and body of all that was ever shown, `title / body`, the oldest first. */
  told(): string[];
  /** How many are on the screen. */
  displayed(): Promise<number>;
  /** A click on the uppermost one. */
  click(): Promise<void>;
  stop(): Promise<void>;
}

/** `env` leads to the display and the bus. Nothing goes away by itself, and markup in bodies is taken for markup. */
export async function startNotificationDaemon(
  env: Readonly<Record<string, string>>,
): Promise<NotificationDaemon> {
  const folder = temporaryFolder();
  const log = join(folder, 'told');
  const note = join(folder, 'note');
  const config = join(folder, 'dunstrc');
  writeFileSync(note, `#!/bin/sh\nprintf '%s / %s\\n' "$DUNST_SUMMARY" "$DUNST_BODY" >> '${log}'\n`, {
    mode: 0o700,
  });
  const stays = ['low', 'normal', 'critical'].map((one) => `[urgency_${one}]\ntimeout = 0`);
  const everything = `[all]\nsummary = "*"\nscript = "${note}"`;
  writeFileSync(config, ['[global]\nmarkup = full\nidle_threshold = 0', ...stays, everything].join('\n'));
  const all = { ...process.env, ...env };
  const daemon = spawn('dunst', ['-conf', config], { env: all, stdio: 'ignore' });
  const ctl = async (...words: string[]): Promise<string> =>
    (await promisify(execFile)('dunstctl', words, { env: all })).stdout.trim();
  // It answers once it owns the name.
  await pollUntil(
    () => ctl('is-paused').catch(() => null),
    (answer) => answer === 'false',
  );
  return {
    told: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
    displayed: async () => Number(await ctl('count', 'displayed')),
    click: async () => {
      await ctl('action', '0');
    },
    async stop() {
      if (daemon.exitCode !== null || daemon.signalCode !== null) return;
      const exited = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await exited;
    },
  };
}
