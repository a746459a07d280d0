/** What a holder shows (RFC 9901 §7.2): the disclosures of the chosen claims and those that they lie in. */
import { refused } from '../refusal.ts';
import { nameOfPath } from './pack.ts';
import type { ClaimPath, Unpacked } from './unpack.ts';

/**
 * The texts of the disclosures that show these claims, each with all that it lies in, in the order in which they were
 * read. What a chosen claim holds comes only where it is chosen itself. Throws `malformed` for a path without one.
 */
export function chooseDisclosures({ disclosed }: Unpacked, paths: readonly ClaimPath[]): string[] {
  const byPath = new Map(disclosed.map((one) => [nameOfPath(one.path), one]));
  const byDigest = new Map(disclosed.map((one) => [one.digest, one]));
  const chosen = new Set<string>();
  for (const path of paths) {
    let one = byPath.get(nameOfPath(path));
    if (one === undefined) {
      throw refused('malformed', 'error.credential.pathNowhere', { path: path.map(String).join(' > ') });
    }
    while (one !== undefined) {
      chosen.add(one.text);
      one = one.inside === null ? undefined : byDigest.get(one.inside);
    }
  }
  return disclosed.filter(({ text }) => chosen.has(text)).map(({ text }) => text);
}
