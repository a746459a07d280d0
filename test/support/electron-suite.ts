/** One display for the tests of a file; every app that a test starts is ended with it, every folder removed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type LaunchOptions, launchApp, type RunningApp } from './electron-app.ts';
import { type Display, startDisplay } from './electron-display.ts';

export interface ElectronSuite {
  readonly display: string;
  /** A fresh folder that stands for a user's home directory, until the test ends. */
  userFolder(): Promise<string>;
  /** The built app, as a user of its own unless `userFolder` names one. */
  launch(options?: Partial<LaunchOptions>): Promise<RunningApp>;
}

/** Call it in a `describe`. */
export function electronSuite(): ElectronSuite {
  let display: Display | null = null;
  let running: RunningApp[] = [];
  let folders: string[] = [];

  beforeAll(async () => {
    display = await startDisplay();
  });
  afterAll(async () => {
    await display?.stop();
  });
  afterEach(async () => {
    await Promise.all(running.map((app) => app.quit()));
    await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })));
    running = [];
    folders = [];
  });

  const suite: ElectronSuite = {
    get display() {
      if (!display) throw new Error('The display is started before the first test, not earlier.');
      return display.name;
    },
    async userFolder() {
      const path = await mkdtemp(join(tmpdir(), 'ghoststack-e2e-'));
      folders.push(path);
      return path;
    },
    async launch(options = {}) {
      const userFolder = options.userFolder ?? (await suite.userFolder());
      const app = await launchApp({ ...options, display: suite.display, userFolder });
      running.push(app);
      return app;
    },
  };
  return suite;
}
