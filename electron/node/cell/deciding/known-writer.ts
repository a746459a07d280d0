import type { Member } from '#shared/protocol/closing/epoch.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { memberKey } from '../../log/member-logs.ts';
import type { KeyReader } from './authorise-entry.ts';

/**
 * Whether an entry whose past is not here yet may be its author's, as far as is known: the author has written with
 * this key, or is a member with it now. Anybody can sign for a name that was made up, or for another's with a key of
 * its own: such an entry may be true, of a newcomer or of one who returned, but it has little room to wait.
 */
export function knownWriter(
  book: CellBook,
  readKey: KeyReader = memberKey,
): (entry: Pick<Entry, 'author' | 'key'>) => boolean {
  const { graph } = book;
  let size = -1;
  let members: readonly Member[] = [];
  const keys = new WeakMap<Member, string | null>();

  const keyOf = (author: string): string | null => {
    if (graph.size !== size) members = membersNow(book);
    size = graph.size;
    const member = members.find(({ scid }) => scid === author);
    if (!member) return null;
    const key = keys.get(member) ?? readKey(author, member.didLog);
    keys.set(member, key);
    return key;
  };

  return ({ author, key }) =>
    graph.heads(author).some(({ entry }) => entry.key === key) || keyOf(author) === key;
}

function membersNow(book: CellBook): readonly Member[] {
  const { graph } = book;
  const heads = graph.authors().flatMap((author) => graph.heads(author));
  return heads.length === 0 ? [] : book.epochAt(heads).members;
}
