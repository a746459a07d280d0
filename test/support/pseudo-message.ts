/** A language that nobody speaks, made of English: whatever a page says in plain letters did not come from the catalogue. */
import { IntlMessageFormat } from 'intl-messageformat';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const STRANGE = [...'ÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž'];

/** The same letters, none of them of ASCII. */
export function strange(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => STRANGE[PLAIN.indexOf(letter)] ?? letter);
}

/** Finds a text of the page whether its words came from the catalogue or not. */
export function inAnyLetters(text: string | RegExp): RegExp {
  if (typeof text !== 'string') return new RegExp(`${text.source}|${strange(text.source)}`, text.flags);
  return new RegExp(
    text
      .split(' ')
      .map((word) => `(?:${escaped(word)}|${escaped(strange(word))})`)
      .join('[ ⟦⟧]+'),
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The message with its own words made strange between ⟦ and ⟧, and its arguments untouched. */
export function pseudoMessage(message: string): string {
  return `⟦${printed(new IntlMessageFormat(message, 'en').getAst(), false)}⟧`;
}

function printed(elements: readonly Element[], inPlural: boolean): string {
  return elements.map((element) => print(element, inPlural)).join('');
}

function print(element: Element, inPlural: boolean): string {
  switch (element.type) {
    case 0:
      return quoted(strange(element.value), inPlural);
    case 1:
      return `{${element.value}}`;
    case 2:
      return `{${element.value}, number${numberStyle(element.style)}}`;
    case 5:
      return `{${element.value}, select, ${options(element.options, inPlural)}}`;
    case 6: {
      const kind = element.pluralType === 'ordinal' ? 'selectordinal' : 'plural';
      return `{${element.value}, ${kind}, ${options(element.options, true)}}`;
    }
    case 7:
      return '#';
    case 8:
      return `<${element.value}>${printed(element.children, inPlural)}</${element.value}>`;
    default:
      throw new RangeError(`No message has an element of kind ${element.type} so far`);
  }
}

function numberStyle(style: Extract<Element, { type: 2 }>['style']): string {
  if (!style) return '';
  if (typeof style === 'string') return `, ${style}`;
  return `, ::${style.tokens.map(({ stem, options }) => [stem, ...options].join('/')).join(' ')}`;
}

function options(all: Readonly<Record<string, { value: Element[] }>>, inPlural: boolean): string {
  return Object.entries(all)
    .map(([name, { value }]) => `${name} {${printed(value, inPlural)}}`)
    .join(' ');
}

/** What would be read as syntax is put between apostrophes. */
function quoted(text: string, inPlural: boolean): string {
  const doubled = text.replaceAll("'", "''");
  return doubled.replace(inPlural ? /[{}<>#]+/g : /[{}<>]+/g, "'$&'");
}
