/**
 * All words that people read come from resources/locales. Keys are typed, so a missing string is a compile error;
 * messages are ICU MessageFormat (plural, select, <b>emphasis</b>).
 */
import { IntlMessageFormat } from 'intl-messageformat';
import agent from '../../resources/locales/en/agent.json' with { type: 'json' };
import cell from '../../resources/locales/en/cell.json' with { type: 'json' };
import chain from '../../resources/locales/en/chain.json' with { type: 'json' };
import common from '../../resources/locales/en/common.json' with { type: 'json' };
import empty from '../../resources/locales/en/empty.json' with { type: 'json' };
import governance from '../../resources/locales/en/governance.json' with { type: 'json' };
import home from '../../resources/locales/en/home.json' with { type: 'json' };
import identity from '../../resources/locales/en/identity.json' with { type: 'json' };
import messages from '../../resources/locales/en/messages.json' with { type: 'json' };
import overview from '../../resources/locales/en/overview.json' with { type: 'json' };
import reasons from '../../resources/locales/en/reasons.json' with { type: 'json' };
import receipts from '../../resources/locales/en/receipts.json' with { type: 'json' };
import reputation from '../../resources/locales/en/reputation.json' with { type: 'json' };
import settings from '../../resources/locales/en/settings.json' with { type: 'json' };
import setup from '../../resources/locales/en/setup.json' with { type: 'json' };
import shell from '../../resources/locales/en/shell.json' with { type: 'json' };
import sync from '../../resources/locales/en/sync.json' with { type: 'json' };
import tokens from '../../resources/locales/en/tokens.json' with { type: 'json' };
import { LOCALE } from './locale.ts';

export const STRINGS = {
  ...agent,
  ...cell,
  ...chain,
  ...common,
  ...empty,
  ...governance,
  ...home,
  ...identity,
  ...messages,
  ...overview,
  ...reasons,
  ...receipts,
  ...reputation,
  ...settings,
  ...setup,
  ...shell,
  ...sync,
  ...tokens,
};

export type StringKey = keyof typeof STRINGS;
export type StringParams = Readonly<Record<string, string | number | boolean>>;

/** One piece of a formatted string: plain text, or text inside `<b>…</b>`. */
export interface StringPart {
  readonly strong: boolean;
  readonly text: string;
}

const compiled = new Map<StringKey, IntlMessageFormat>();

function compile(key: StringKey): IntlMessageFormat {
  const known = compiled.get(key);
  if (known) return known;
  const format = new IntlMessageFormat(STRINGS[key], LOCALE);
  compiled.set(key, format);
  return format;
}

/** The string for `key`. Parameters are inserted as they are: a name that contains markup stays a name. */
export function t(key: StringKey, params: StringParams = {}): string {
  return tParts(key, params)
    .map((part) => part.text)
    .join('');
}

/** The same string in pieces, for a caller that shows emphasis. */
export function tParts(key: StringKey, params: StringParams = {}): StringPart[] {
  const formatted = compile(key).format<StringPart>({
    ...params,
    b: (children) => ({ strong: true, text: children.join('') }),
  });
  const pieces = Array.isArray(formatted) ? formatted : [formatted];
  return pieces.map((piece) =>
    typeof piece === 'object' && piece !== null ? piece : { strong: false, text: String(piece) },
  );
}
