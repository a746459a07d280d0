import { visibleText } from '../../protocol/visible-text.ts';

/** The text of others on one line, for names and previews: white space folded, at most `max` characters. */
export function visibleLine(text: string, max = 200): string {
  const line = visibleText(text.slice(0, max * 4))
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}
