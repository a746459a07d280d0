import { locale } from '../language.ts';
import { visibleLine } from './peer-text.ts';

/** `bob`, `bob and carol`, `bob, carol and dave`: names as people gave them, made safe to stand in a sentence. */
export function nameList(names: readonly string[]): string {
  const list = new Intl.ListFormat(locale(), { type: 'conjunction' });
  return list.format(names.map((name) => visibleLine(name, 40)));
}

/** `a`, `a or b`, `a, b or c`: values of which one is wanted. */
export function anyOf(values: readonly string[]): string {
  const list = new Intl.ListFormat(locale(), { type: 'disjunction' });
  return list.format(values);
}
