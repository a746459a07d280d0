import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { snapshot } from '../support/electron-bridge.ts';
import { ordinaryUser, sandboxRequirement } from '../support/electron-ordinary-user.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const requirement = (await electronRequirement()) ?? sandboxRequirement();

/** A field of /proc/PID/status. */
function processStatus(pid: number, field: string): string {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${field}:`));
  return line?.slice(field.length + 1).trim() ?? '';
}

describeIfMet(requirement, 'the app of an ordinary user', () => {
  const suite = electronSuite();

  test('works with its page in Chromium’s sandbox', async () => {
    const { app, window, stderr } = await suite.launch(await ordinaryUser(await suite.userFolder()));
    await pollUntil(
      () => snapshot(window),
      ({ phase }) => phase === 'setup',
    );
    const { pagePid, withoutSandbox } = await app.evaluate(({ app: electronApp, BrowserWindow }) => ({
      pagePid: BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
      withoutSandbox: electronApp.commandLine.hasSwitch('no-sandbox'),
    }));
    expect(withoutSandbox).toBe(false);
    expect(stderr()).not.toContain('did not start');
    if (process.platform !== 'linux') return;
    // Filtered system calls, and a process namespace of its own.
    expect(processStatus(pagePid, 'Seccomp')).toBe('2');
    expect(processStatus(pagePid, 'NSpid').split(/\s+/).length).toBeGreaterThan(1);
    expect(Number.parseInt(processStatus(pagePid, 'Uid'), 10)).not.toBe(0);
  });
});
