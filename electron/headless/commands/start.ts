import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { fail, GhostStackError, ok, type Result, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { collectWhenIdle } from '../../host/idle-collector.ts';
import { NodeHost } from '../../host/node-host.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { command, type Output, requiredHome } from '../command.ts';
import { typedCommand } from '../command-words.ts';
import { ControlSocket } from '../control-socket.ts';
import { authorityOf } from '../dashboard-address.ts';
import { DashboardServer } from '../dashboard-server.ts';
import { readProtection } from '../key-options.ts';
import type { HostPort } from '../listen-address.ts';
import { rendererRoot, workerUrl } from '../paths.ts';
import { rememberedPort, rememberPort } from '../remembered-port.ts';
import { readStartOptions, START_OPTIONS } from '../start-options.ts';
import { UsageError } from '../usage-error.ts';

/** A command on a home whose node does not run holds its lock for as long as it works. */
const COMMAND_MS = 5_000;

export const start = command({
  name: 'start',
  notes: ['terminal.start.note.discovery', 'terminal.start.note.network'],
  options: START_OPTIONS,
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    if (await callRunningNode(home, 'state.snapshot', {})) {
      throw new GhostStackError('home-locked', says('error.headless.nodeRunsAlready', { home }));
    }
    const { listen, discovery, dashboardAt } = readStartOptions(values);
    // A node may start locked: its passphrase is then entered in the dashboard.
    const protection =
      values.dashboard && !values['key-file'] && !values['passphrase-file']
        ? null
        : await readProtection(values, { ask: t('terminal.passphrase.ask'), isNew: false });

    if (values.dashboard === undefined) await requireOpening(home, protection !== null);

    let stopAsked = (): void => {};
    const stopped = new Promise<void>((resolve) => {
      stopAsked = resolve;
    });
    let dashboard: DashboardServer | null = null;
    let ready = false;
    const host = new NodeHost({
      workerUrl: workerUrl(),
      config: {
        home,
        listen,
        program: 'headless',
        acceptJoins: values['accept-joins'],
        ...(discovery ? { discovery } : {}),
        homeWaitMs: COMMAND_MS,
        ...(values['key-file'] ? { keyFile: values['key-file'] } : {}),
      },
      passphrase: protection?.kind === 'passphrase' ? protection.passphrase : undefined,
      onPush: (push) => {
        dashboard?.push(push);
        control.push(push);
      },
      onStatus: ({ state, reason }) => {
        const since = ready && (state === 'restarting' || state === 'failed');
        if (since && reason) process.stderr.write(`ghoststack: ${sentence(reason)}\n`);
      },
    });
    const control = new ControlSocket(home, async (name, input) => {
      if (name === 'headless.stop') {
        setImmediate(stopAsked);
        return ok(null);
      }
      if (name === 'headless.about') return ok({ pid: process.pid });
      if (name === 'headless.dashboard') return dashboardUrl(dashboard);
      // As when a browser asks for it.
      if (name === 'key.lock') dashboard?.endSessions();
      return host.call(name, input);
    });

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopAsked);
    try {
      await host.start();
      if (dashboardAt) {
        dashboard = await openDashboard(home, dashboardAt, (at) => {
          return new DashboardServer({
            ...at,
            root: rendererRoot(),
            call: (name, input) => host.call(name, input),
            howToOpen: typedCommand(['dashboard', '--home', home], process.env),
          });
        });
      }
      await control.start();
      ready = true;
      collectWhenIdle();
      await announce(host, dashboard, output);
      await stopped;
      return 0;
    } finally {
      await Promise.all([control.stop(), dashboard?.stop()]);
      await host.stop();
    }
  },
});

/** Without a dashboard nobody can make a key or open it later: such a node would run and do nothing. */
async function requireOpening(home: string, isOpened: boolean): Promise<void> {
  const { requireNode } = await import('../../node/root/home.ts');
  requireNode(home);
  if (isOpened) return;
  throw new UsageError(says('error.headless.howToOpen'));
}

function dashboardUrl(dashboard: DashboardServer | null): Result<string> {
  return dashboard ? ok(dashboard.oneTimeUrl()) : fail('unavailable', says('error.headless.noDashboard'));
}

/** Where it is asked for; with a port of 0 where it was the last time, if that is free. */
async function openDashboard(
  home: string,
  { host, port }: HostPort,
  make: (at: HostPort) => DashboardServer,
): Promise<DashboardServer> {
  const before = port === 0 ? rememberedPort(home) : port;
  const dashboard = make({ host, port: before });
  try {
    await dashboard.start();
    if (port === 0) rememberPort(home, dashboard.port);
    return dashboard;
  } catch (cause) {
    if (port !== before) {
      rememberPort(home, 0);
      return openDashboard(home, { host, port }, make);
    }
    const isInUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new GhostStackError(
      'invalid-argument',
      says(isInUse ? 'error.headless.addressInUse' : 'error.headless.addressUnusable', {
        address: authorityOf({ host, port }),
      }),
      { cause },
    );
  }
}

async function announce(host: NodeHost, dashboard: DashboardServer | null, output: Output): Promise<void> {
  const answer = await host.call('state.present', {});
  if (!answer.ok) throw thrownFailure(answer.error);
  const { phase, me } = answer.value as Pick<Snapshot, 'phase' | 'me'>;
  const ready = {
    ready: true,
    phase,
    name: me?.name ?? null,
    did: me?.did ?? null,
    listen: me?.addresses ?? [],
    pid: process.pid,
    dashboard: dashboard?.oneTimeUrl() ?? null,
  };
  if (output.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
  else {
    const lines = [
      whoRuns(phase, me),
      ...(ready.dashboard ? [t('terminal.start.dashboard', { url: ready.dashboard })] : []),
      t('terminal.start.stop'),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

export function whoRuns(phase: Snapshot['phase'], me: Snapshot['me']): string {
  if (!me) return t('terminal.noKey');
  const { name, addresses } = me;
  if (phase === 'locked') return t('terminal.start.locked', { name });
  return t('terminal.start.running', { name, n: addresses.length, addresses: addresses.join(', ') });
}
