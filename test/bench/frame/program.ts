/** A process that answers questions, one after another, over the modules of one checkout. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  readonly args?: readonly string[];
  /** Options of Node, for example `--expose-gc`. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Program {
  readonly pid: number;
  /** After what was asked before is answered. Rejects with what the program threw, or if it ends before it answers. */
  ask<T>(question: unknown): Promise<T>;
  stop(): Promise<void>;
}

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly stack: string };

export function startProgram(path: string, root: string, options: ProgramOptions): Program {
  const { args = [], execArgv = [], env = {} } = options;
  const child = fork(path, [root, ...args], {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const closed = once(child, 'close');
  const askNext = async (question: unknown): Promise<unknown> => {
    const answered = new AbortController();
    const ended = closed.then(() => {
      throw new Error(`${path} ended before it answered`);
    });
    ended.catch(() => undefined);
    const message = once(child, 'message', { signal: answered.signal });
    message.catch(() => undefined);
    try {
      child.send({ question });
      const [answer] = (await Promise.race([message, ended])) as [Answer];
      if (!answer.ok) throw new Error(answer.stack);
      return answer.value;
    } finally {
      answered.abort();
    }
  };
  let before: Promise<unknown> = Promise.resolve();
  return {
    pid: child.pid ?? 0,
    ask<T>(question: unknown): Promise<T> {
      const answer = before.then(() => askNext(question));
      before = answer.catch(() => undefined);
      return answer as Promise<T>;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
    },
  };
}

/**
 * The other end. `begin` is given the root of the checkout to import from and the further arguments; what it resolves
 * to answers the questions. The process ends with the bench that started it.
 */
export function answerBench(
  begin: (root: string, ...args: string[]) => Promise<(question: unknown) => unknown>,
): void {
  const [root = '', ...args] = process.argv.slice(2);
  const answering = begin(root, ...args);
  answering.catch(() => undefined);
  process.on('disconnect', () => process.exit());
  process.on('message', ({ question }: { question: unknown }) => {
    void (async () => {
      let answer: Answer;
      try {
        answer = { ok: true, value: await (await answering)(question) };
      } catch (error) {
        answer = {
          ok: false,
          stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
        };
      }
      process.send?.(answer);
    })();
  });
}
