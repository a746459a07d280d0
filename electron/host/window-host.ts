import { says } from '#shared/protocol/saying.ts';
/**
 * What a window is served by: a node of its own or, where another process holds its home, the node of that one, over
 * its control socket. Only this user can open that socket, and no network is touched.
 */

import { checkCall } from '#shared/contract/check-call.ts';
import type { Surroundings } from '#shared/contract/domain/doctor.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { NodeHost, type NodeHostOptions } from './node-host.ts';
import { callRunningNode, type WatchedNode, watchRunningNode } from './running-node.ts';

export interface WindowHostOptions extends NodeHostOptions {
  /** What the app knows of its desktop, asked for when somebody looks for what is wrong. */
  readonly surroundings?: () => Promise<Surroundings>;
}

const UNKNOWN: Surroundings = { electron: null, trayHost: null, notificationHost: null };

export class WindowHost {
  readonly #home: string;
  readonly #onPush: (push: Push) => void;
  readonly #host: NodeHost;
  readonly #surroundings: () => Promise<Surroundings>;
  #attached: WatchedNode | null = null;

  constructor(options: WindowHostOptions) {
    this.#surroundings = options.surroundings ?? (async () => UNKNOWN);
    this.#home = options.config.home;
    this.#onPush = options.onPush;
    this.#host = new NodeHost({
      ...options,
      onPush: (push) => {
        if (!this.#attached) options.onPush(push);
      },
    });
  }

  start(): Promise<void> {
    return this.#host.start();
  }

  /** What it is attached to goes on. */
  stop(): Promise<void> {
    this.#attached?.close();
    this.#attached = null;
    return this.#host.stop();
  }

  async call(name: unknown, input: unknown): Promise<Result<unknown>> {
    if (name === 'home.attach') return this.#attach();
    if (name === 'doctor.run')
      return this.#ask(name, { ...Object(input), surroundings: await this.#surroundings() });
    return this.#ask(name, input);
  }

  async #ask(name: unknown, input: unknown): Promise<Result<unknown>> {
    if (!this.#attached) return this.#host.call(name, input);
    // The other process checks what it is asked; what is no call of the contract is not even put to it.
    const checked = checkCall(name, input);
    if (!checked.ok) return checked;
    const gone = fail('unavailable', says('error.host.shownNodeStopped'));
    try {
      return (await callRunningNode(this.#home, checked.value.name, input)) ?? gone;
    } catch {
      return gone;
    }
  }

  async #attach(): Promise<Result<null>> {
    if (this.#attached) return ok(null);
    if (!this.#host.problem?.home) return fail('conflict', says('error.host.windowHomeNotTaken'));
    const watched = await watchRunningNode(this.#home, {
      onPush: this.#onPush,
      onEnd: () => {
        this.#attached = null;
        this.#host.pushAgain();
      },
    }).catch(() => null);
    if (!watched) {
      return fail('unavailable', says('error.host.holderNotShown'));
    }
    this.#attached = watched;
    const answer = await this.call('state.snapshot', { stateHash: false });
    if (answer.ok) {
      // Of another instance than the window has seen: it asks for everything. Whoever shows the window hears what was chosen.
      const { instance, version, atMs, settings } = answer.value as Snapshot;
      this.#onPush({ instance, version: Math.max(1, version), atMs, changes: { settings } });
    }
    return ok(null);
  }
}
