import type { Dashboard } from '../../state/dashboard-store.ts';

/** Where the window itself kept what was begun, before its node did. */
type Place = Pick<Storage, 'getItem' | 'removeItem'>;
type OlderDraft = readonly [thread: string, text: string];

/** Gives the node what an older version of this window has kept of that member, and keeps nothing of it. */
export async function moveOlderDrafts(
  dashboard: Pick<Dashboard, 'call'>,
  place: Place,
  did: string,
): Promise<void> {
  const key = `ghoststack.drafts.${did}`;
  const drafts = read(place.getItem(key));
  for (const [thread, text] of drafts) {
    const kept = await dashboard.call('messages.draft', { thread });
    // The next start tries again.
    if (!kept.ok) return;
    // What was begun since is newer.
    if (kept.value.text !== '') continue;
    if (!(await dashboard.call('messages.keepDraft', { thread, text, reply: null })).ok) return;
  }
  place.removeItem(key);
}

function read(json: string | null): readonly OlderDraft[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(value) ? value.filter(isDraft) : [];
  } catch {
    return [];
  }
}

function isDraft(value: unknown): value is OlderDraft {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
