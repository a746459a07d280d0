/** The command table as the manual page, the help and the completion tell it, in the reader's language. */
import { isStringKey, t } from '#shared/words/translate.ts';
import { type Command, optionsOf, summaryOf } from '../command.ts';
import {
  COMMON_OPTIONS,
  OPTIONS,
  type OptionEntry,
  type OptionName,
  type WordEntry,
} from '../option-table.ts';
import { EXAMPLES } from './examples.ts';

export interface DescribedOption {
  /** Without the dashes. */
  readonly name: string;
  readonly entry: OptionEntry;
  /** What stands for its value, in capitals; null for an option that is only there or not. */
  readonly value: string | null;
  /** A sentence. */
  readonly meaning: string;
}

export interface DescribedCommand {
  readonly name: string;
  readonly summary: string;
  /** Its own, those of every command on a home, and those of every command. */
  readonly options: readonly DescribedOption[];
  readonly words: readonly WordEntry[];
}

export function describedCommand(command: Command): DescribedCommand {
  return {
    name: command.name,
    summary: summaryOf(command),
    options: [...optionsOf(command).map((name) => optionOf(command, name)), ...commonOptions()],
    words: command.words,
  };
}

/** What an option means to this command: `terminal.<command>.option.<name>`, where it is not what it means elsewhere. */
export function optionOf(command: Pick<Command, 'name' | 'passphraseIs'>, name: OptionName): DescribedOption {
  const described = describedOption(name);
  if (name === 'passphrase-file' && command.passphraseIs === 'backup')
    return { ...described, meaning: t('terminal.option.passphrase-file.backup') };
  const own = `terminal.${command.name}.option.${name}`;
  return isStringKey(own) ? { ...described, meaning: t(own) } : described;
}

export function describedOption(name: OptionName): DescribedOption {
  const entry: OptionEntry = OPTIONS[name];
  return {
    name,
    entry,
    value: entry.choices?.join('|') ?? (entry.value && t(`terminal.value.${entry.value}`)),
    meaning: t(`terminal.option.${name}`),
  };
}

export function commonOptions(): DescribedOption[] {
  return COMMON_OPTIONS.map((name) => ({
    name,
    entry: { value: null },
    value: null,
    meaning: t(`terminal.option.${name}`),
  }));
}

/** `--name NAME` */
export function writtenOption({ name, value }: DescribedOption): string {
  return value === null ? `--${name}` : `--${name} ${value}`;
}

/** How the command is typed, a line each. */
export function exampleLines({ name }: Pick<Command, 'name'>): string[] {
  return EXAMPLES[name].map((example) => `ghoststack ${example}`);
}
