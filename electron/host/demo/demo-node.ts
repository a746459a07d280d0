import { changedBy } from '#shared/contract/apply-push.ts';
import type { CallName } from '#shared/contract/contract.ts';
import type { Push, Slices, Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { NodeConfig } from '../node-config.ts';
import { NodeHost } from '../node-host.ts';

export interface DemoNodeOptions {
  readonly workerUrl: URL;
  readonly config: NodeConfig;
  readonly onPush: (push: Push) => void;
  /** It has said something new of itself. */
  readonly changed: () => void;
}

/** One of the three nodes, on a worker of its own, and what it last said of itself. */
export class DemoNode {
  readonly #host: NodeHost;
  readonly #changed: () => void;
  #said: Slices | null = null;
  #instance = '';

  constructor({ workerUrl, config, onPush, changed }: DemoNodeOptions) {
    this.#changed = changed;
    this.#host = new NodeHost({
      workerUrl,
      config,
      onPush: (push) => {
        onPush(push);
        this.#heard(push);
      },
      onStatus: () => {},
    });
  }

  get said(): Slices | null {
    return this.#said;
  }

  /** Why it does not run, once nobody tries again. */
  get trouble(): Saying | null {
    const { state, reason } = this.#host.status;
    return state === 'failed' ? reason : null;
  }

  async start(): Promise<void> {
    await this.#host.start();
    await this.look();
  }

  stop(): Promise<void> {
    return this.#host.stop();
  }

  call(name: CallName, input: unknown): Promise<Result<unknown>> {
    return this.#host.call(name, input);
  }

  /** Asks it for everything. */
  async look(): Promise<void> {
    const answer = await this.#host.call('state.snapshot', { stateHash: false });
    if (!answer.ok) return;
    const snapshot = answer.value as Snapshot;
    this.#said = snapshot;
    this.#instance = snapshot.instance;
    this.#changed();
  }

  #heard(push: Push): void {
    if (this.#said === null) return;
    // After it was started anew, its words follow nothing that is known here.
    const changes = push.instance === this.#instance ? changedBy(this.#said, push) : null;
    if (!changes) {
      void this.look();
      return;
    }
    this.#said = { ...this.#said, ...changes };
    this.#changed();
  }
}
