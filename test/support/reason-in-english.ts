import { inEnglish, type Saying } from '#shared/protocol/saying.ts';

/** The reason of a link, or of an event about one, as a sentence; empty if it has none. */
export function reasonInEnglish(of: { readonly reason?: Saying } | object | null | undefined): string {
  return of && 'reason' in of ? inEnglish(of.reason as Saying) : '';
}
