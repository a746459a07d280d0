import { type ChildProcess, fork } from 'node:child_process';
import { GhostStackError } from '#shared/errors.ts';
import {
  AgentAnswer,
  type AgentCall,
  type AgentEvent,
  type AgentInput,
  type AgentOutput,
  agentCalls,
} from './agent-process-protocol.ts';
import { AGENT_PROCESS_COMMAND } from './demo-arguments.ts';

const CALL_DEADLINE_MS = 30_000;
const EXIT_DEADLINE_MS = 5_000;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** An agent in another process: calls it over the channel to it, and hears what happens there. */
export class AgentProcessHandle {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #observe: (event: AgentEvent) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(name: string, observe: (event: AgentEvent) => void) {
    this.name = name;
    this.#observe = observe;
    const script = process.argv[1];
    if (script === undefined)
      throw new GhostStackError('internal', 'It is not known which script runs here.');
    // Standard output belongs to the narration; nothing about the agent goes into arguments or environment.
    this.#process = fork(script, [AGENT_PROCESS_COMMAND], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#process.on('message', (message) => this.#heard(message));
    this.#process.on('error', (error) => this.#failAll(error));
    this.#process.on('exit', () => this.#failAll(this.#ended()));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async call<C extends AgentCall>(call: C, input: AgentInput<C>): Promise<AgentOutput<C>> {
    this.#lastId += 1;
    const id = this.#lastId;
    let deadline: NodeJS.Timeout | undefined;
    const value = await new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      deadline = setTimeout(() => {
        reject(
          new GhostStackError('timeout', `The process of ${this.name} did not answer ${call} within 30 s.`),
        );
      }, CALL_DEADLINE_MS);
      this.#process.send({ id, call, input }, (error) => {
        if (error !== null) reject(this.#ended());
      });
    }).finally(() => {
      clearTimeout(deadline);
      this.#pending.delete(id);
    });
    return agentCalls[call].output.parse(value) as AgentOutput<C>;
  }

  /** Asks it to end, and ends it if it does not. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    const deadline = setTimeout(() => this.#process.kill('SIGKILL'), EXIT_DEADLINE_MS);
    await this.call('close', {}).catch(() => undefined);
    await exited;
    clearTimeout(deadline);
  }

  #heard(message: unknown): void {
    const parsed = AgentAnswer.safeParse(message);
    if (!parsed.success) return;
    if ('event' in parsed.data) {
      this.#observe(parsed.data.event);
      return;
    }
    const pending = this.#pending.get(parsed.data.id);
    if (parsed.data.ok) pending?.resolve(parsed.data.value);
    else pending?.reject(new GhostStackError('internal', `${this.name}: ${parsed.data.error}`));
  }

  #ended(): GhostStackError {
    return new GhostStackError('unavailable', `The process of ${this.name} has ended.`);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
  }
}
