import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { command, type OptionValues, type Output, print, requiredHome } from '../command.ts';
import { typedCommand } from '../command-words.ts';
import { readProtection } from '../key-options.ts';
import {
  endService,
  forgetService,
  lingers,
  serviceState,
  startService,
  whyNoServices,
} from '../service/service-manager.ts';
import { unitName } from '../service/unit-file.ts';
import { hasUnit, removeUnit, unitPath, writeUnit } from '../service/unit-place.ts';
import { readStartOptions, START_OPTIONS } from '../start-options.ts';
import { UsageError } from '../usage-error.ts';

/** A node that is started checks its log first. */
const ANSWER_MS = 30_000;
const LOOK_AGAIN_MS = 200;

type Values = OptionValues<(typeof START_OPTIONS)[number]>;

export const service = command({
  name: 'service',
  notes: ['terminal.service.note.linger'],
  options: START_OPTIONS,
  words: [{ choices: ['install', 'remove', 'status'] }],
  async run({ values, positionals: [action = ''] }, output) {
    const home = realHome(requiredHome(values.home));
    if (action === 'install') return install(home, values, output);
    if (action === 'remove') return remove(home, output);
    if (action === 'status') return status(home, output);
    throw new UsageError(says('error.headless.noPartOfCommand', { name: ['service', action].join(' ') }));
  },
});

/** One that is gone can still have a service to be removed. */
function realHome(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

async function install(home: string, values: Values, output: Output): Promise<number> {
  const { requireNode } = await import('../../node/root/home.ts');
  requireNode(home);
  readStartOptions(values);
  const words = await startWords(home, values);
  const why = await whyNoServices();
  if (why)
    throw new GhostStackError(
      'unsupported',
      says('error.headless.serviceNone', { why, command: typedCommand(words, process.env) }),
    );
  const unit = unitName(home);
  const path = unitPath(home);
  const isThere = hasUnit(home, path);
  if (!isThere) await requireUnused(home);
  writeUnit(
    {
      home,
      program: process.execPath,
      words: [commandFile(), ...words],
      environment: whereMarksLie(process.env),
    },
    path,
  );
  await startService(unit);
  const name = await nameOfNode(home, unit);
  const isLingering = await lingers();
  print(output, { unit, path, name, lingers: isLingering }, [
    t('terminal.service.installed', { name, unit }),
    t('terminal.service.path', { path }),
    ...(isLingering ? [] : [t('terminal.service.linger')]),
  ]);
  return 0;
}

/** How `start` is to be called there: with paths that hold everywhere, and the files that open the key. */
async function startWords(home: string, values: Values): Promise<string[]> {
  const { 'key-file': keyFile, 'passphrase-file': passphraseFile } = values;
  if (keyFile || passphraseFile) await readProtection(values, { ask: '', isNew: false });
  else if (values.dashboard === undefined) throw new UsageError(says('error.headless.serviceKey'));
  const given = (Object.keys(values) as (keyof Values)[])
    .filter((name) => (START_OPTIONS as readonly string[]).includes(name))
    .flatMap((name) => {
      const value = values[name];
      return typeof value === 'string' ? [`--${name}`, value] : value ? [`--${name}`] : [];
    });
  return [
    'start',
    '--home',
    home,
    ...(keyFile ? ['--key-file', resolve(keyFile)] : []),
    ...(passphraseFile ? ['--passphrase-file', resolve(passphraseFile)] : []),
    ...given,
  ];
}

/** By its mark a node knows that its home is no copy: one that looked elsewhere would sign nothing. */
function whereMarksLie(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['GHOSTSTACK_STATE_DIR', 'XDG_STATE_HOME'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Behind a link, as npx has it, lies what stays. */
function commandFile(): string {
  return realpathSync(process.argv[1] ?? '');
}

/** A service for a home that somebody uses would be refused it, again and again. */
async function requireUnused(home: string): Promise<void> {
  if (await callRunningNode(home, 'state.snapshot', {}))
    throw new GhostStackError('home-locked', says('error.headless.nodeRunsAlready', { home }));
  const { requireFreeHome } = await import('../../node/store/home-lock.ts');
  requireFreeHome(home);
}

async function nameOfNode(home: string, unit: string): Promise<string> {
  const endMs = performance.now() + ANSWER_MS;
  for (;;) {
    const answer = await callRunningNode(home, 'state.snapshot', {});
    if (answer?.ok) return (answer.value as Snapshot).me?.name ?? '';
    if (performance.now() > endMs || (await serviceState(unit)).active === 'failed')
      throw new GhostStackError('unavailable', says('error.headless.serviceSilent', { unit }));
    await delay(LOOK_AGAIN_MS);
  }
}

async function remove(home: string, output: Output): Promise<number> {
  const unit = unitName(home);
  const path = unitPath(home);
  const isThere = hasUnit(home, path);
  if (isThere) {
    const hasServices = (await whyNoServices()) === null;
    if (hasServices) await endService(unit);
    removeUnit(path);
    if (hasServices) await forgetService(unit);
  }
  print(output, { unit, removed: isThere }, [
    isThere ? t('terminal.service.removed', { home }) : t('terminal.service.none'),
  ]);
  return 0;
}

async function status(home: string, output: Output): Promise<number> {
  const unit = unitName(home);
  const path = unitPath(home);
  const installed = hasUnit(home, path);
  const why = installed ? await whyNoServices() : null;
  const state = installed && why === null ? await serviceState(unit) : null;
  print(output, { unit, path, installed, active: state?.active ?? null, enabled: state?.enabled ?? null }, [
    !installed
      ? t('terminal.service.none')
      : state
        ? t('terminal.service.state', { unit, active: state.active, enabled: String(state.enabled) })
        : t('terminal.service.unknown', { unit, why: why ? sentence(why) : '' }),
    ...(installed ? [t('terminal.service.journal', { unit })] : []),
  ]);
  return 0;
}
