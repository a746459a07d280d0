import type { Row } from '#shared/protocol/csv.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';

/** Deeper than any line that we begin: nobody can write a line that reads as another's. */
const INDENT = '    ';
/** What arrived needs no word. */
const ARRIVED = new Set(['delivered', 'received']);
/** Of what is answered. */
const QUOTED_CHARS = 80;

/**
 * A message as people read it: `2026-05-12 09:14 alice: text`, by this computer's clock; further lines of the text are
 * indented. What is not delivered says so, `[expired]`, and so does what is answered, `[> its beginning]`: both before the
 * colon, where no text can be, as is the file that it comes with, `[+ plan.pdf, 3000000 bytes]`.
 */
export function messageInWords({ at, sender, state, text, answered, file, fileBytes }: Row): string {
  const quote = typeof answered === 'string' ? ` [> ${beginning(answered)}]` : '';
  const named = typeof file === 'string' ? ` [+ ${beginning(file)}, ${fileBytes} bytes]` : '';
  const mark = `${quote}${named}${ARRIVED.has(String(state)) ? '' : ` [${state}]`}`;
  const lines = visibleText(String(text)).split('\n');
  return `${localTime(String(at))} ${visibleText(String(sender))}${mark}:${text === '' ? '' : ' '}${lines.join(`\n${INDENT}`)}\n`;
}

function beginning(text: string): string {
  const characters = [...visibleText(text).replace(/\s+/g, ' ').trim()];
  return characters.length <= QUOTED_CHARS
    ? characters.join('')
    : `${characters.slice(0, QUOTED_CHARS - 1).join('')}…`;
}

function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
