import type { UseCall } from '../../state/use-call.ts';
import { beginSending, notSent, wasSent } from './files-to-send.ts';
import type { WrittenDraft } from './use-draft.ts';

/**
 * Sends a text with the files that wait in its conversation: a message takes one, and the others follow in messages of
 * their own. Whether the text is stored; what is not waits again where it was.
 */
export async function sendAll(
  send: UseCall<'messages.send'>['run'],
  thread: string,
  { text, quoted }: WrittenDraft,
): Promise<boolean> {
  const files = beginSending(thread);
  const [first, ...others] = files;
  const input = { to: thread, text, reply: quoted?.id ?? null };
  const isThere = (await send(first?.id ? { ...input, attachment: first.id } : input)) !== null;
  if (first && isThere) wasSent(first);
  if (first && !isThere) notSent(first);
  let goesOn = isThere;
  for (const file of others) {
    goesOn = goesOn && file.id !== null;
    if (goesOn) goesOn = (await send({ to: thread, text: '', attachment: file.id ?? '' })) !== null;
    if (goesOn) wasSent(file);
    else notSent(file);
  }
  return isThere;
}
