import { IntlMessageFormat } from 'intl-messageformat';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const KINDS: Readonly<Record<number, string>> = {
  1: 'argument',
  2: 'number',
  3: 'date',
  4: 'time',
  5: 'select',
  6: 'plural',
  8: 'tag',
};

/** `n: plural`, `name: argument`: what a message takes, each kind of use once. */
export function messageArguments(message: string): string[] {
  const found = new Set<string>();
  collect(new IntlMessageFormat(message, 'en').getAst(), found);
  return [...found].sort();
}

function collect(elements: readonly Element[], found: Set<string>): void {
  for (const element of elements) {
    const kind = KINDS[element.type];
    if (kind && 'value' in element) found.add(`${element.value}: ${kind}`);
    if ('options' in element) for (const { value } of Object.values(element.options)) collect(value, found);
    if ('children' in element) collect(element.children, found);
  }
}
