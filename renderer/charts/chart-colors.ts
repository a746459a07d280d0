/** Colours come from the tokens in force, so that a chart follows theme and contrast. */
export type ColorToken =
  | '--member-0'
  | '--member-1'
  | '--member-2'
  | '--accent'
  | '--line'
  | '--text3'
  | '--surface'
  | '--control';

export function tokenColor(token: ColorToken): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
