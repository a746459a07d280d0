import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { expect, test } from 'vitest';
import { electronCommand } from '../support/electron-app.ts';
import { snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

function hide(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
}

function windowsVisible(app: ElectronApplication): Promise<boolean[]> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );
}

describeIfMet(await electronRequirement(), 'the app of one user with two homes', () => {
  const suite = electronSuite();

  test('opens a second time for the second home; the same home twice shows its own window', async () => {
    const userFolder = await suite.userFolder();
    const homes = ['alice', 'bob'].map((name) => join(userFolder, name));
    const [alice, bob] = [
      await suite.launch({ userFolder, args: ['--home', homes[0] ?? ''] }),
      await suite.launch({ userFolder, args: ['--home', homes[1] ?? ''] }),
    ];
    const usual = await suite.launch({ userFolder });
    const instances = await Promise.all(
      [alice, bob, usual].map(async ({ window }) => {
        const { phase, problem, instance } = await pollUntil(
          () => snapshot(window),
          (state) => state.phase !== 'starting',
        );
        expect({ phase, problem }).toEqual({ phase: 'setup', problem: null });
        return instance;
      }),
    );
    expect(new Set(instances).size).toBe(3);

    symlinkSync(userFolder, join(userFolder, 'again'));
    const startAgain = async (...args: string[]): Promise<void> => {
      const command = await electronCommand({ display: suite.display, userFolder, args });
      const again = spawn(command.executablePath, command.args, { env: command.env, stdio: 'ignore' });
      expect(await once(again, 'exit')).toEqual([0, null]);
    };
    for (const { app } of [alice, bob, usual]) await hide(app);
    await startAgain('--home', join(userFolder, 'again', 'bob'));
    await pollUntil(
      () => windowsVisible(bob.app),
      (all) => all.includes(true),
    );
    expect(await windowsVisible(bob.app)).toEqual([true]);
    expect(await windowsVisible(alice.app)).toEqual([false]);
    expect(await windowsVisible(usual.app)).toEqual([false]);
    await startAgain(`--home=${homes[0]}`);
    await pollUntil(
      () => windowsVisible(alice.app),
      (all) => all.includes(true),
    );
    await startAgain();
    await pollUntil(
      () => windowsVisible(usual.app),
      (all) => all.includes(true),
    );
  });
});
