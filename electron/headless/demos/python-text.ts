/** Values as the tutorial's Python prints them. */

/** `repr` of a float of ordinary size: `0.35`, and `1.0` for 1. */
export function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}

export function boolText(value: boolean): string {
  return value ? 'True' : 'False';
}

export function listText(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`;
}

/** `alice=0.5  bob=0.5` */
export function scoresText(scores: Readonly<Record<string, number>>): string {
  return Object.entries(scores)
    .map(([name, score]) => `${name}=${floatText(score)}`)
    .join('  ');
}
