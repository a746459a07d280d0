/** Puts what was judged into lists, so that it can be taken back, or for good. */
export interface ListFiling {
  push<V>(list: V[], value: V): void;
  append<V>(lists: Map<string, V[]>, key: string, value: V): void;
  set<V>(map: Map<string, V>, key: string, value: V): void;
}

/** For what was judged before this start. */
export const FOR_GOOD: ListFiling = {
  push: (list, value) => {
    list.push(value);
  },
  append: (lists, key, value) => {
    const list = lists.get(key);
    if (list) list.push(value);
    else lists.set(key, [value]);
  },
  set: (map, key, value) => {
    map.set(key, value);
  },
};
