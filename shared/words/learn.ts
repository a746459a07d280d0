import type { Language } from './language.ts';
import { teach } from './translate.ts';

/** Before a process speaks a language for the first time: of others than English only what is spoken is loaded. */
export async function learn(one: Language): Promise<void> {
  if (one === 'de') teach('de', (await import('./strings/de.ts')).DE);
}
