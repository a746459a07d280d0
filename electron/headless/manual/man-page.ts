/** The manual page, in the macros of man(7), made of the command table. */
import { type StringKey, t } from '#shared/words/translate.ts';
import type { Command } from '../command.ts';
import { HOME_OPTIONS, type OptionName } from '../option-table.ts';
import {
  commonOptions,
  type DescribedOption,
  describedOption,
  exampleLines,
  optionOf,
  writtenOption,
} from './described-command.ts';

export interface ManEdition {
  readonly version: string;
  /** YYYY-MM-DD */
  readonly date: string;
}

const LINE_LENGTH = 76;
const ENVIRONMENT: readonly (readonly [name: string, meaning: StringKey])[] = [
  ['GHOSTSTACK_HOME', 'terminal.manual.envHome'],
  ['GHOSTSTACK_NODE', 'terminal.manual.envNode'],
  ['LC_ALL, LC_MESSAGES, LANG', 'terminal.manual.envLanguage'],
];
const EXITS: readonly (readonly [code: string, meaning: StringKey])[] = [
  ['0', 'terminal.manual.exitDone'],
  ['1', 'terminal.manual.exitRefused'],
  ['2', 'terminal.manual.exitWrong'],
];

/** In the language that is spoken now; UTF-8. */
export function manPage(commands: readonly Command[], { version, date }: ManEdition): string {
  const placeholder = t('terminal.manual.command');
  return [
    `.TH GHOSTSTACK 1 ${date} "GhostStack ${version}" "${roff(t('terminal.manual.title'))}"`,
    section('terminal.manual.name'),
    `ghoststack \\- ${roff(t('terminal.manual.tagline'))}`,
    section('terminal.manual.synopsis'),
    `.B ghoststack`,
    `.I ${roff(placeholder)}`,
    roff(`--home ${t('terminal.value.folder')} ...`),
    section('terminal.manual.description'),
    roff(t('terminal.manual.about')),
    section('terminal.manual.commands'),
    ...commands.flatMap(subsection),
    section('terminal.manual.common'),
    ...[...commonOptions(), ...HOME_OPTIONS.map(describedOption)].flatMap(optionItem),
    '.PP',
    roff(t('terminal.manual.commonNote')),
    section('terminal.manual.environment'),
    ...ENVIRONMENT.flatMap(([name, meaning]) => item(name, t(meaning))),
    section('terminal.manual.exit'),
    ...EXITS.flatMap(([code, meaning]) => item(code, t(meaning))),
    section('terminal.manual.see'),
    '.BR ghoststack\\-desktop (1)',
    '',
  ].join('\n');
}

function section(heading: StringKey): string {
  return `.SH ${roff(t(heading)).toUpperCase()}`;
}

function subsection(command: Command): string[] {
  const { name, usageParams, notes = [], options, passphraseIs } = command;
  const own: readonly OptionName[] = passphraseIs ? [...options, 'passphrase-file'] : options;
  return [
    `.SS ${roff(name)}`,
    roff(t(`terminal.${name}.summary`)),
    ...t(`terminal.${name}.usage`, usageParams)
      .split(/ {2,}\| {2,}/)
      .flatMap((usage) => ['.PP', roff(`ghoststack ${usage}`)]),
    ...own.map((option) => optionOf(command, option)).flatMap(optionItem),
    ...notes.flatMap((note) => ['.PP', roff(t(note))]),
    '.PP',
    roff(t('terminal.manual.examples')),
    exampleLines(command).map(roff).join('\n.br\n'),
  ];
}

function optionItem(option: DescribedOption): string[] {
  return item(writtenOption(option), option.meaning);
}

function item(term: string, meaning: string): string[] {
  return ['.TP', `.B ${roff(term)}`, roff(meaning)];
}

/** Text that roff leaves as it is: no escapes, no hyphens for dashes, no request at the beginning of a line. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return folded(escaped.split(/ +/)).replaceAll(/^[.']/gm, '\\&$&');
}

/** As long as preconv(1) makes it, which writes `\[u00FC]`. */
function preparedLength(text: string): number {
  return text.replaceAll(/[^\x20-\x7e]/g, '\\[u0000]').length;
}

/** mandoc wants lines of its sources below 80 bytes. */
function folded(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && preparedLength(longer) <= LINE_LENGTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join('\n');
}
