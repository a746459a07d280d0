/** Puts entries into lists, and takes back what it did since `begin`: a throw half-way leaves nothing of an entry. */
export class Filing {
  #undo: (() => unknown)[] = [];

  begin(): void {
    this.#undo = [];
  }

  takeBack(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo = [];
  }

  push<V>(list: V[], value: V): void {
    list.push(value);
    this.#undo.push(() => list.pop());
  }

  /** To the list under a key. */
  append<V>(lists: Map<string, V[]>, key: string, value: V): void {
    const list = lists.get(key);
    if (list) {
      this.push(list, value);
      return;
    }
    lists.set(key, [value]);
    this.#undo.push(() => lists.delete(key));
  }

  set<V>(map: Map<string, V>, key: string, value: V): void {
    map.set(key, value);
    this.#undo.push(() => map.delete(key));
  }
}
