import type { Language } from './language.ts';
import { KNOWN } from './translate.ts';

/** Before a process speaks a language for the first time: of others than English only what is spoken is loaded. */
export async function learn(one: Language): Promise<void> {
  if (one === 'de') KNOWN.de = (await import('./strings/de.ts')).DE;
}
