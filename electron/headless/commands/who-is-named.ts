import { isSameName } from '#shared/protocol/names/name-skeleton.ts';

/**
 * Who is meant by what somebody typed: the one of this identifier or exact name, else the only one whose name is the
 * same to people (`Bob` is bob), or nobody.
 */
export function whoIsNamed<Who extends { readonly name: string }>(
  all: readonly Who[],
  typed: string,
  identifierOf: (who: Who) => string,
): Who | null {
  const exact = all.find((who) => identifierOf(who) === typed || who.name === typed);
  if (exact) return exact;
  const [alike, ...others] = all.filter((who) => isSameName(who.name, typed));
  return alike && others.length === 0 ? alike : null;
}
