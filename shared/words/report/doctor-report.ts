/** A report for whoever is asked for help: shown before it is saved or copied, in English whoever reads. */
import type { Check, Findings, Telling } from '../../contract/domain/doctor.ts';
import { eventLine, type LoggedEvent } from '../../contract/domain/event.ts';
import { speaking } from '../language.ts';
import { sentence } from '../sayings.ts';

/** What the operator has ticked; without, a report has neither names nor addresses. Secrets and texts it never has. */
export type Ticked = Readonly<Record<Telling, boolean>>;

export const NOTHING_TICKED: Ticked = { names: false, addresses: false };

/** @param events the newest first */
export function doctorReport(findings: Findings, events: readonly LoggedEvent[], ticked: Ticked): string {
  return speaking('en', () => {
    const lines = [
      'GhostStack report',
      `Made: ${new Date(findings.atMs).toISOString()}`,
      `Node: ${findings.isRunning ? 'running' : 'not running, looked at from outside'}`,
      '',
      'Checks, worst first',
      ...findings.checks.map((check) => checkLine(check, ticked)),
      '',
      'Counts',
      ...Object.entries(findings.counts).map(([name, count]) => `${name}: ${count}`),
      '',
      'Log, newest first',
      ...events.map(eventLine),
    ];
    return `${lines.join('\n')}\n`;
  });
}

function checkLine({ id, mark, what, todo, tells, facts }: Check, ticked: Ticked): string {
  const head = `${mark}: ${id}`;
  if (tells.every((telling) => ticked[telling])) {
    return `${head}. ${[what, ...(todo ? [todo] : [])].map(sentence).join(' ')}`;
  }
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  return `${head}. ${told.join(' ')}`;
}
