import { type ChildProcess, fork } from 'node:child_process';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import {
  type AgentAnswer,
  type AgentCallName,
  type AgentInput,
  type AgentOutput,
  type AgentRequest,
  agentCalls,
} from './agent-process-calls.ts';
import { AGENT_PROCESS_COMMAND } from './demo-arguments.ts';

const CALL_DEADLINE_MS = 30_000;
const EXIT_DEADLINE_MS = 5_000;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A node in another process: calls it over the channel to it, and hears when something changes there. */
export class AgentProcessHandle {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #changed: () => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(name: string, changed: () => void) {
    this.name = name;
    this.#changed = changed;
    const script = process.argv[1];
    if (script === undefined)
      throw new GhostStackError('internal', asWritten('It is not known which script runs here.'));
    // Standard output belongs to the narration; nothing about the agent goes into arguments or environment.
    this.#process = fork(script, [AGENT_PROCESS_COMMAND], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    // Our own process, from the same source: its answers are taken as they are, what they hold is parsed.
    this.#process.on('message', (answer: AgentAnswer) => this.#heard(answer));
    this.#process.on('error', (error) => this.#failAll(error));
    this.#process.on('exit', () => this.#failAll(this.#ended()));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async ask<C extends AgentCallName>(name: C, input: AgentInput<C>): Promise<AgentOutput<C>> {
    this.#lastId += 1;
    const request: AgentRequest = { id: this.#lastId, name, input };
    let deadline: NodeJS.Timeout | undefined;
    const value = await new Promise<unknown>((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject });
      deadline = setTimeout(() => {
        reject(
          new GhostStackError(
            'timeout',
            asWritten(`The process of ${this.name} did not answer ${name} within 30 s.`),
          ),
        );
      }, CALL_DEADLINE_MS);
      this.#process.send(request, (error) => {
        if (error !== null) reject(this.#ended());
      });
    }).finally(() => {
      clearTimeout(deadline);
      this.#pending.delete(request.id);
    });
    return agentCalls[name].output.parse(value) as AgentOutput<C>;
  }

  /** Asks it to end, and ends it if it does not. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    const deadline = setTimeout(() => this.#process.kill('SIGKILL'), EXIT_DEADLINE_MS);
    await this.ask('demo.stop', {}).catch(() => undefined);
    await exited;
    clearTimeout(deadline);
  }

  #heard(answer: AgentAnswer): void {
    if (answer.id === null) {
      this.#changed();
      return;
    }
    const { id, result } = answer;
    const pending = this.#pending.get(id);
    if (result.ok) pending?.resolve(result.value);
    else
      pending?.reject(
        new GhostStackError(result.error.code, asWritten(`${this.name}: ${result.error.message}`)),
      );
  }

  #ended(): GhostStackError {
    return new GhostStackError('unavailable', asWritten(`The process of ${this.name} has ended.`));
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
  }
}
