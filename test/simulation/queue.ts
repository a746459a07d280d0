interface Task {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** What is due when: a binary heap by time, then by order of entry. */
export class Queue {
  readonly #heap: Task[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  add(atMs: number, run: () => void): void {
    const heap = this.#heap;
    let at = heap.push({ atMs, order: this.#order++, run }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  take(): Task | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return null;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#isBefore(child, least)) least = child;
      }
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a] as Task, this.#heap[b] as Task];
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b] as Task, heap[a] as Task];
  }
}
