import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';

type Listener = (nodes: readonly GraphNode[]) => void;

/** Who follows a log, and is told of each entry that was applied. */
export class LogNews {
  readonly #listeners = new Set<Listener>();
  readonly #failed: ((error: unknown) => void) | undefined;

  /** @param failed told of what a listener throws; without it, that is thrown on */
  constructor(failed: ((error: unknown) => void) | undefined) {
    this.#failed = failed;
  }

  /** Returns how to stop. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(nodes: readonly GraphNode[]): void {
    if (nodes.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(nodes);
      } catch (error) {
        if (!this.#failed) throw error;
        this.#failed(error);
      }
    }
  }
}
