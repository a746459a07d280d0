/** Stands in the place of `closing/entered.ts`: nobody enters a cell that did not branch off. */
export function listedMembers(): [] {
  return [];
}

export function enteredWithin<T>(epoch: T): T {
  return epoch;
}
