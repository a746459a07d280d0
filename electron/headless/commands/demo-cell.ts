import { ok } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';
import { DemoCell } from '../../host/demo/demo-cell.ts';
import { sweepDemoFolders } from '../../host/demo/demo-folder.ts';
import { command, print } from '../command.ts';
import { typedCommand } from '../command-words.ts';
import { ControlSocket } from '../control-socket.ts';
import { DashboardServer } from '../dashboard-server.ts';
import { rendererRoot, workerUrl } from '../paths.ts';

/** The cell to try where there is no window: its dashboard in a browser of this computer, until it is left or stopped. */
export const demoCell = command({
  name: 'demo-cell',
  isHomeless: true,
  options: [],
  words: [],
  async run(_given, output) {
    let stopAsked = (): void => {};
    const stopped = new Promise<void>((resolve) => {
      stopAsked = resolve;
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopAsked);
    sweepDemoFolders();
    const cell = new DemoCell({
      workerUrl: workerUrl(),
      settings: {},
      onPush: (push) => {
        dashboard.push(push);
        control.push(push);
      },
      onEnd: () => stopAsked(),
    });
    const dashboard = new DashboardServer({
      host: '127.0.0.1',
      port: 0,
      root: rendererRoot(),
      call: (name, input) => cell.call(name, input),
      howToOpen: typedCommand(['dashboard', '--home', cell.home], process.env),
    });
    const control = new ControlSocket(cell.home, async (name, input) => {
      if (name === 'headless.stop') {
        setImmediate(stopAsked);
        return ok(null);
      }
      if (name === 'headless.about') return ok({ pid: process.pid });
      if (name === 'headless.dashboard') return ok(dashboard.oneTimeUrl());
      return cell.call(name, input);
    });
    try {
      await cell.start();
      await dashboard.start();
      await control.start();
      const ready = { ready: true, home: cell.home, pid: process.pid, dashboard: dashboard.oneTimeUrl() };
      print(output, ready, [
        t('terminal.start.dashboard', { url: ready.dashboard }),
        t('terminal.demo-cell.home', { command: typedCommand(['status', '--home', cell.home], process.env) }),
        t('terminal.demo-cell.stop'),
      ]);
      await stopped;
      dashboard.endSessions();
      return 0;
    } finally {
      await Promise.all([control.stop(), dashboard.stop()]);
      await cell.stop();
    }
  },
});
