/**
 * One member of a recovery in a process of its own, with its operator: `recovering-process.ts`, started by `fork` and told by a
 * message which (`Told`). It kills itself before or after a write, at the point of that number, and says again and again how it is (`Said`).
 */
import '#shared/words/sayings.ts';
import '#shared/words/catalogues.ts';
import { NOT_OF_IT, watchWrites } from '../watch-writes.ts';
import {
  codeOf,
  fellowActs,
  machineActs,
  memberIn,
  type OnPaper,
  type Standing,
  standingOf,
} from './recovery-world.ts';

export interface Told extends OnPaper {
  readonly folder: string;
  readonly name: string;
  /** In base64. */
  readonly secret: string;
  /** Of the member that was lost. */
  readonly did: string;
  readonly isMachine: boolean;
  /** Which point from when it runs; each write has two of them. Null for none. */
  readonly killedAt: number | null;
}

/** What the process is asked for. */
export type Asked = { readonly do: 'code' } | { readonly do: 'stop' } | { readonly code: string };

export type Said =
  | { readonly is: Standing; readonly writes: number }
  | { readonly code: string }
  /** Its operator needs another code. */
  | { readonly needs: 'code' };

const STEP_MS = 50;

async function run({ folder, name, secret, did, isMachine, killedAt, ...paper }: Told): Promise<void> {
  const member = memberIn(folder, name, { secret: new Uint8Array(Buffer.from(secret, 'base64')) });
  await member.start();
  let writes = 0;
  const next = (): void => {
    writes += 1;
    if (writes === killedAt) process.kill(process.pid, 'SIGKILL');
  };
  watchWrites({ folder: member.home, besides: NOT_OF_IT, writing: next, wrote: next });
  let another: string | null = null;
  let hasAsked = false;
  const newCode = (): string | null => {
    const code = another;
    if (code === null && !hasAsked) say({ needs: 'code' });
    hasAsked = code === null;
    another = null;
    return code;
  };
  const timer = setInterval(() => {
    if (isMachine) machineActs(member, paper, newCode);
    else fellowActs(member);
    say({ is: standingOf(member, did), writes });
  }, STEP_MS);
  process.on('message', (asked: Asked) => {
    if ('code' in asked) another = asked.code;
    else if (asked.do === 'code') say({ code: codeOf(member) });
    else {
      clearInterval(timer);
      void member.stop().then(() => process.exit(0));
    }
  });
}

function say(said: Said): void {
  process.send?.(said);
}

process.once('message', (told: Told) => void run(told));
