import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { isWanted, type Matter } from './matters.ts';
import { type Notice, noticeOf } from './notices.ts';
import type { Sifted } from './sift.ts';

export interface Grouped extends Notice {
  /** Of all that it stands for. */
  readonly keys: ReadonlySet<string>;
}

/** Conversations that are told of one by one; more at once become one notice. */
const CONVERSATIONS_MAX = 3;
const ALL_MESSAGES = 'messages';

/**
 * One notice for many. What is new joins what the shown notice of its group stands for, and of a conversation all that
 * waits to be read: so "bob" becomes "3 messages from bob" instead of a heap. `shown` gives the keys of the notices
 * on the screen.
 */
export function groupNotices(
  { present, tell }: Pick<Sifted, 'present' | 'tell'>,
  shown: ReadonlyMap<string, ReadonlySet<string>>,
  state: Snapshot,
  nowMs: number,
): Grouped[] {
  const fresh = new Set(tell.map(({ key }) => key));
  const conversations = new Set(tell.filter(({ kind }) => kind === 'messages').map(({ group }) => group));
  const merge = conversations.size > CONVERSATIONS_MAX;
  const nameOf = ({ kind, group }: Matter) => (merge && kind === 'messages' ? ALL_MESSAGES : group);

  return [...new Set(tell.map(nameOf))].flatMap((group) => {
    const on = shown.get(group);
    const matters = present.filter((matter) => {
      if (nameOf(matter) !== group) return false;
      if (fresh.has(matter.key) || on?.has(matter.key)) return true;
      return matter.kind === 'messages' && isWanted(matter, state.settings.notices, nowMs);
    });
    const notice = noticeOf(matters, state, nowMs);
    return notice ? [{ ...notice, group, keys: new Set(matters.map(({ key }) => key)) }] : [];
  });
}

/** Whether a notice of the one group takes the place of what the other has told. */
export function replaces(group: string, older: string): boolean {
  return group === older || (group === ALL_MESSAGES && older.startsWith(`${ALL_MESSAGES}:`));
}
