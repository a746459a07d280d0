import { LOCALE } from '../locale.ts';
import { visibleLine } from './peer-text.ts';

const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/** `bob`, `bob and carol`, `bob, carol and dave`: names as people gave them, made safe to stand in a sentence. */
export function nameList(names: readonly string[]): string {
  return list.format(names.map((name) => visibleLine(name, 40)));
}
