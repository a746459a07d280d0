/** What became of a message to everyone, member by member. */
import type { Message } from '../../contract/domain/message.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { isStringKey, t } from '../translate.ts';

type Recipient = NonNullable<Message['recipients']>[number];

/** `inbox full` for a code that has words, else the code as the recipient gave it. */
export function codeInWords(code: string | null): string {
  if (code === null || code.trim() === '') return t('reason.code.none');
  const key = `reason.code.${code}`;
  return isStringKey(key) ? t(key) : visibleLine(code, 60);
}

/** The part of a message to everyone that is for one member, as a message for that member alone. */
export function partFor(message: Message, { did, state, code }: Recipient): Message {
  const { recipients: _others, relays = [], ...own } = message;
  const given = relays.filter(({ to }) => to === did);
  const relaysOf = given.length > 0 ? { relays: given } : {};
  return { ...own, ...relaysOf, thread: did, state, code, deliveredTo: null };
}

/**
 * `Delivered to 2 of 4; waits for bob; given to erin for dave`: who has it and what keeps the others from having it.
 * Null where nothing of that is known.
 */
export function everyoneSentence(message: Message, names: ReadonlyMap<string, string>): string | null {
  const { recipients, deliveredTo } = message;
  if (!recipients || !deliveredTo || deliveredTo.done === deliveredTo.total) return null;
  // It was this node that left.
  if (recipients.some(({ code }) => code === 'former')) return null;
  const listed = (dids: readonly string[]) =>
    nameList(dids.map((did) => names.get(did) || t('common.unknownPeer')));
  const waits = recipients.filter(
    ({ state }) => state === 'queued' || state === 'sending' || state === 'sent',
  );
  const given = grouped(
    recipients.filter(({ state }) => state === 'relayed'),
    ({ did }) => carriersFor(message, did),
  );
  const refused = grouped(
    recipients.filter(({ state }) => state === 'refused'),
    ({ code }) => [code ?? ''],
  );
  if (deliveredTo.done === 0 && given.length === 0 && refused.length === 0) return null;
  return [
    t('reason.message.deliveredTo', deliveredTo),
    ...(waits.length > 0 ? [t('reason.everyone.waits', { names: listed(waits.map(({ did }) => did)) })] : []),
    ...given.map(({ key, of }) =>
      t('reason.everyone.given', { carriers: listed(key), names: listed(of.map(({ did }) => did)) }),
    ),
    ...refused.map(({ key, of }) =>
      key[0] === 'left'
        ? t('reason.everyone.left', { names: listed(of.map(({ did }) => did)), n: of.length })
        : t('reason.everyone.refused', {
            names: listed(of.map(({ did }) => did)),
            code: codeInWords(key[0] ?? null),
          }),
    ),
  ].reduce((first, second) => t('reason.everyone.and', { first, second }));
}

function carriersFor({ relays = [] }: Message, did: string): string[] {
  const carriers = relays.filter(({ to }) => to === did).map(({ carrier }) => carrier);
  return [...new Set(carriers)].sort();
}

/** Those of one key together, in the order in which they come. */
function grouped<T>(
  all: readonly T[],
  keyOf: (one: T) => readonly string[],
): { readonly key: readonly string[]; readonly of: T[] }[] {
  const groups = new Map<string, { key: readonly string[]; of: T[] }>();
  for (const one of all) {
    const key = keyOf(one);
    const id = JSON.stringify(key);
    const group = groups.get(id) ?? { key, of: [] };
    group.of.push(one);
    groups.set(id, group);
  }
  return [...groups.values()];
}
