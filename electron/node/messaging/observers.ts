/** Who wants to know. A listener must not throw; if it does, the others still hear, and the caller is not hurt. */
export class Observers<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  /** Returns how to stop. */
  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: Event): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        // An observer's bug is not the node's: it surfaces as an uncaught exception of its own.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
