/** What the app holds in memory with its window open, all its processes together. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '#shared/contract/errors.ts';
import { startDisplay } from '../support/electron-display.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { pollUntil } from '../support/poll-until.ts';
import type { BenchContext } from './frame/context.ts';
import { type ElectronWindow, openWindow } from './frame/electron-window.ts';
import { FORMER, type Line } from './frame/line.ts';
import { residentSide, rest } from './frame/settled.ts';

const BARE = 'bare Electron window';
const BARE_PROGRAM = `const { app, BrowserWindow } = require('electron');
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile('page.html'));
`;

function bareApp(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"name":"bare","version":"1.0.0","main":"main.cjs"}');
  writeFileSync(join(folder, 'main.cjs'), BARE_PROGRAM);
  writeFileSync(join(folder, 'page.html'), '<!doctype html><title>bare</title><h1>Bare</h1>');
  return folder;
}

async function launched(context: BenchContext, display: string, name: string, appFolder?: string) {
  const userFolder = join(context.folder, `user-${name}`);
  mkdirSync(userFolder);
  const app = await openWindow({ display, userFolder, ...(appFolder === undefined ? {} : { appFolder }) });
  context.onEnd(() => app.stop());
  return app;
}

/** A cell of one, whose overview is shown. */
async function found({ evaluate }: ElectronWindow): Promise<void> {
  const call = async (name: string, input: object): Promise<Result<unknown>> => {
    const words = `${JSON.stringify(name)}, ${JSON.stringify(input)}`;
    return (await evaluate(`globalThis.ghoststack.call(${words})`)) as Result<unknown>;
  };
  const phase = async (): Promise<string | null> => {
    // While the page loads, there is nothing to ask.
    const answer = await call('state.snapshot', {}).catch(() => null);
    return answer?.ok ? (answer.value as { phase: string }).phase : null;
  };
  await pollUntil(phase, (one) => one === 'setup');
  const protection = { kind: 'passphrase', passphrase: 'nine white ships' };
  done(await call('setup.create', { name: 'alice', protection }));
  done(await call('cell.found', { name: 'Maple Street' }));
  await pollUntil(phase, (one) => one === 'running');
}

function done(answer: Result<unknown>): void {
  if (!answer.ok) throw new Error(answer.error.message);
}

const withWindow: Line<'settle'> = {
  number: '10',
  rows: [
    { key: 'pss', what: 'idle app with its window', unit: 'MiB', aims: [{ of: BARE, atMostMore: 90 }] },
    { key: 'rss', what: 'the same, what is shared counted for each process', unit: 'MiB', aims: [] },
  ],
  sizes: { settle: { what: 'seconds of rest before it is read', usual: 60, short: 0 } },
  notShort: 'the suite in Electron opens windows enough',
  async open(context) {
    const missing = await electronRequirement();
    if (missing) throw new Error(`${missing.what} To run it: ${missing.remedy}`);
    const display = await startDisplay();
    context.onEnd(() => display.stop());
    const open = async (name: string, folder?: string): Promise<number> => {
      const app = await launched(context, display.name, name, folder);
      await found(app);
      return app.pid;
    };
    const bareFolder = bareApp(join(context.folder, 'bare'));
    // The first Electron on a display asks GL for its visuals, and keeps Mesa (20 MiB) for it; the next ones are told by
    // the display. Whichever that is, it must be none of those that are measured.
    await (await launched(context, display.name, 'first', bareFolder)).stop();
    const { isShort, sizes, say } = context;
    const now = await open('now');
    const former = context.former && (await open('former', context.former.root));
    const bare = await launched(context, display.name, 'bare', bareFolder);
    await rest(sizes.settle, say);
    return {
      now: residentSide(now, isShort),
      former: former === null ? `no build of ${FORMER}` : residentSide(former, isShort),
      references: { [BARE]: residentSide(bare.pid, isShort) },
    };
  },
};

export const lines: readonly Line[] = [withWindow];
