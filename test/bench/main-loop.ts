// How long the main process of the app stands still while its node catches up with thousands of receipts and its
// window is open; beside the same app with nothing to do. Main draws nothing: what it waits for, menus and tray wait for.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication } from 'playwright';
import { appendReceipts } from '../support/append-receipts.ts';
import { launchApp } from '../support/electron-app.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { startDisplay } from '../support/electron-display.ts';
import { pollUntil } from '../support/poll-until.ts';
import { foundedHome, namesOf } from './frame/founded-home.ts';
import type { Line, Reading } from './frame/line.ts';
import { runIn, startIn } from './frame/tree-command.ts';

const IDLE = 'the idle app';
const IDLE_MS = 4_000;
const CAUGHT_UP_MS = 120_000;
const LOOK_MS = 1_000;
/** Of the timer by which it is measured, ms. */
const RESOLUTION_MS = 2;

interface Delays {
  readonly p99: number;
  readonly max: number;
}

/** Begins to measure in main, and returns how to end. */
async function watch(app: ElectronApplication): Promise<() => Promise<Delays>> {
  await app.evaluate((_electron, resolution) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution });
    histogram.enable();
    Object.assign(globalThis, { loopDelays: histogram });
  }, RESOLUTION_MS);
  return () =>
    app.evaluate((_electron, resolution) => {
      const { loopDelays: histogram } = globalThis as unknown as {
        loopDelays: { disable(): void; percentile(of: number): number; readonly max: number };
      };
      histogram.disable();
      const late = (ns: number): number => Math.max(0, ns / 1e6 - resolution);
      return { p99: late(histogram.percentile(99)), max: late(histogram.max) };
    }, RESOLUTION_MS);
}

const mainLoop: Line<'receipts'> = {
  number: '8',
  rows: [
    { key: 'p99', what: "delay of main's event loop, 99th percentile", unit: 'ms', aims: [{ atMost: 20 }] },
    { key: 'max', what: "longest pause of main's event loop", unit: 'ms', aims: [{ atMost: 100 }] },
  ],
  sizes: { receipts: { what: 'receipts to catch up with', usual: 3_000, short: 50 } },
  notShort: 'the suite in Electron opens windows enough',
  async open(context) {
    const { receipts } = context.sizes;
    const founded = await foundedHome(context.now, context, 'alice');
    const { path: home, keyFile } = founded;
    const alice = namesOf(founded);
    const start = () =>
      startIn(context.now, ...alice, '--listen', '127.0.0.1:0', '--no-mdns', '--accept-joins');
    let node = await start();
    context.onEnd(() => node.stop());
    const { code } = (await runIn(context.now, 'invite', '--home', home)) as { code: string };

    const display = await startDisplay();
    context.onEnd(() => display.stop());
    const { app, window, quit } = await launchApp({
      display: display.name,
      userFolder: context.folder,
      args: ['--home', join(context.folder, 'bob')],
    });
    context.onEnd(quit);
    await pollUntil(
      () => snapshot(window),
      ({ phase }) => phase === 'setup',
      CAUGHT_UP_MS,
    );
    const protection = { kind: 'passphrase', passphrase: 'a long passphrase for bob' } as const;
    const setUp = await callBridge(window, 'setup.create', { name: 'bob', protection });
    if (!setUp.ok) throw new Error(setUp.error.message);
    const joined = await callBridge(window, 'cell.join', { code, compare: false });
    if (!joined.ok) throw new Error(joined.error.message);
    await pollUntil(
      () => snapshot(window),
      ({ cell }) => cell?.members.length === 2,
      CAUGHT_UP_MS,
    );
    const held = async (): Promise<number> => {
      // What is asked of the window goes through main as well.
      await delay(LOOK_MS);
      const answer = await callBridge(window, 'state.snapshot', { stateHash: false });
      return answer.ok ? (answer.value.cell?.receipts ?? 0) : 0;
    };

    const catchUp = async (): Promise<Reading> => {
      await node.stop();
      const written = await appendReceipts({ home, keyFile, count: receipts });
      const end = await watch(app);
      node = await start();
      await pollUntil(held, (count) => count >= written, CAUGHT_UP_MS);
      return { ...(await end()) };
    };
    const idle = async (): Promise<Reading> => {
      const end = await watch(app);
      await delay(IDLE_MS);
      return { ...(await end()) };
    };
    return {
      now: catchUp,
      former: 'its app is another program',
      references: { [IDLE]: idle },
    };
  },
};

export const lines: readonly Line[] = [mainLoop];
