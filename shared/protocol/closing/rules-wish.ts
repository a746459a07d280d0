import type { CellRules } from './bodies.ts';

/** Rules that a cell would have; what is not named stays as it is. */
export type RulesWish = { readonly [K in keyof Omit<CellRules, 'version'>]?: CellRules[K] | undefined };

/** The rules of a cell with what is wished instead. */
export function withWishes(rules: CellRules, wished: RulesWish): CellRules {
  const named = Object.fromEntries(Object.entries(wished).filter(([, value]) => value !== undefined));
  return { ...rules, ...named };
}
