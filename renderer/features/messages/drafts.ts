/** Texts that were begun and not sent, by conversation. */
type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Draft = readonly [thread: string, text: string];

/** As many as are kept, and as long as all of them may be: an origin has 5 MiB, and other things to keep. */
const KEPT_MAX = 50;
const CHARS_MAX = 500_000;

export interface Drafts {
  get(thread: string): string;
  /** An empty text is forgotten. Beyond the bounds, the one that was changed longest ago is. */
  set(thread: string, text: string): void;
}

/** Those of one member. Without a place to keep them they live as long as the page. */
export function draftsIn(place: Place | null, did: string): Drafts {
  const key = `ghoststack.drafts.${did}`;
  let drafts = new Map(read(place?.getItem(key) ?? null));
  return {
    get: (thread) => drafts.get(thread) ?? '',
    set: (thread, text) => {
      drafts.delete(thread);
      if (text !== '') drafts.set(thread, text);
      drafts = new Map(bounded([...drafts]));
      if (place) write(place, key, drafts);
    },
  };
}

function bounded(drafts: readonly Draft[]): readonly Draft[] {
  let chars = 0;
  const kept = drafts.toReversed().filter(([, text], index) => {
    chars += text.length;
    // The newest is kept whatever its length: it is being written.
    return index === 0 || (index < KEPT_MAX && chars <= CHARS_MAX);
  });
  return kept.toReversed();
}

function write(place: Place, key: string, drafts: ReadonlyMap<string, string>): void {
  try {
    if (drafts.size === 0) place.removeItem(key);
    else place.setItem(key, JSON.stringify([...drafts]));
  } catch {
    // No room: what was kept before stays, and the page has all of them as long as it lives.
  }
}

function read(json: string | null): readonly Draft[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(value) ? value.filter(isDraft) : [];
  } catch {
    return [];
  }
}

function isDraft(value: unknown): value is Draft {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

/**
 * The window's own storage. A page in a browser has none that only this member reads: whoever serves the same address
 * later would find it there.
 */
export function placeOfDrafts(): Place | null {
  return location.protocol === 'app:' ? localStorage : null;
}
