import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { Check, Findings, FullCheck } from '#shared/contract/domain/doctor.ts';
import { EVENTS_PAGE_MAX } from '#shared/contract/domain/event.ts';
import { thrownFailure } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { doctorReport } from '#shared/words/report/doctor-report.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';

const LOOK_AGAIN_MS = 200;
const WITH = ['names', 'addresses'] as const;

/** Looks for what is wrong: asks the node that runs, or else looks at the home from outside. 1 if it finds a fault. */
export const doctor = command({
  name: 'doctor',
  options: ['full', 'seen', 'report', 'with', 'no-mdns'],
  words: [],
  async run({ values }, output) {
    const home = resolve(requiredHome(values.home));
    const ask = await doctorOf(home);
    if (values.seen) {
      const { withNode } = await import('../ask-node.ts');
      await withNode(home, { unlock: false }, (client) => client.ask('doctor.damageSeen', {}));
    }
    const full = values.full ? await checkAll(ask, output) : null;
    const findings = await ask('doctor.run', { probe: !values['no-mdns'], surroundings: null });
    if (values.report !== undefined) await report(ask, findings, values.report, values.with, output);
    else show(findings, full, output);
    const isFaulty = findings.checks.some(({ mark }) => mark === 'fault') || (full?.findings ?? 0) > 0;
    return isFaulty ? 1 : 0;
  },
});

type Ask = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

async function doctorOf(home: string): Promise<Ask> {
  const { requireNode } = await import('../../node/root/home.ts');
  const { OutsideDoctor } = await import('../../host/outside-doctor.ts');
  const outside = new OutsideDoctor(home);
  if (!(await isRunning(home))) requireNode(home);
  return async (name, input) => {
    // A node that does not answer is looked at like one that does not run.
    const running = await callRunningNode(home, name, input).catch(() => null);
    const looked = running?.ok ? running : await outside.answer({ name, input } as never);
    const answer = looked ?? running;
    if (!answer) throw new UsageError(says('error.headless.nodeJustStopped'));
    if (!answer.ok) throw thrownFailure(answer.error);
    return answer.value as never;
  };
}

async function isRunning(home: string): Promise<boolean> {
  return (await callRunningNode(home, 'state.snapshot', {}).catch(() => null)) !== null;
}

/** Ends with Ctrl C, as every command does. */
async function checkAll(ask: Ask, output: Output): Promise<FullCheck> {
  let seen = await ask('doctor.fullCheck', { act: 'start' });
  while (seen.state === 'running') {
    await delay(LOOK_AGAIN_MS);
    seen = await ask('doctor.fullCheck', { act: 'look' });
    if (!output.json)
      process.stderr.write(`\r${t('terminal.doctor.progress', { done: seen.done, of: seen.of })}`);
  }
  if (!output.json) process.stderr.write('\n');
  return seen;
}

function show(findings: Findings, full: FullCheck | null, output: Output): void {
  const checks = findings.checks.map(({ what, todo, ...rest }) => {
    return { ...rest, what: inEnglish(what), todo: todo && inEnglish(todo) };
  });
  const all = full ? [t('terminal.doctor.full', { state: full.state, n: full.findings })] : [];
  print(output, { ...findings, checks, ...(full ? { full } : {}) }, [
    ...findings.checks.flatMap(lines),
    ...all,
  ]);
}

function lines({ id, mark, what, todo }: Check): string[] {
  const said = t('terminal.doctor.check', { mark, check: t(`doctor.check.${id}`), what: sentence(what) });
  return todo && mark !== 'ok' ? [said, `    ${sentence(todo)}`] : [said];
}

/** Shown before it is written, as it will stand in the file. */
async function report(
  ask: Ask,
  findings: Findings,
  file: string,
  ticked: string | undefined,
  output: Output,
): Promise<void> {
  const asked = (ticked ?? '').split(',').filter((word) => word !== '');
  if (!asked.every((word) => WITH.some((one) => one === word))) {
    throw new UsageError(says('error.headless.reportWith', { words: { anyOf: WITH } }));
  }
  const { events } = await ask('doctor.events', { level: 'info', limit: EVENTS_PAGE_MAX });
  const text = doctorReport(findings, events, {
    names: asked.includes('names'),
    addresses: asked.includes('addresses'),
  });
  if (!output.json) process.stdout.write(text);
  writeNewFile(file, text);
  print(output, { file, bytes: Buffer.byteLength(text) }, [t('terminal.doctor.written', { file })]);
}
