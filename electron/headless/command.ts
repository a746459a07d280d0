import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';
import { type StringKey, type StringParams, t } from '#shared/words/translate.ts';
import { HOME_OPTIONS, OPTIONS, type OptionName, type WordEntry } from './option-table.ts';
import { UsageError } from './usage-error.ts';

export interface Output {
  readonly json: boolean;
  /** Where what is printed goes, if not to the standard output. */
  readonly write?: (text: string) => void;
}

type NameIn<Key> = Key extends `terminal.${infer Name}.summary` ? Name : never;

/** What can be typed after `ghoststack`: whatever the locales have a summary of. */
export type CommandName = NameIn<StringKey>;

/** The values of the options of `Names` and of those that every command on a home takes. */
export type OptionValues<Names extends OptionName> = {
  readonly [Name in Names | (typeof HOME_OPTIONS)[number]]: (typeof OPTIONS)[Name]['value'] extends null
    ? boolean
    : string | undefined;
};

export interface Given<Names extends OptionName> {
  readonly values: OptionValues<Names>;
  readonly positionals: readonly string[];
}

interface CommandEntry {
  /** Under `terminal.<name>` the locales say what it does (`summary`) and how it is written (`usage`). */
  readonly name: CommandName;
  /** Values that stand in the usage text. */
  readonly usageParams?: StringParams;
  /** What an option means that its name does not say, a line each. */
  readonly notes?: readonly StringKey[];
  /** True for one that works on no home, and takes none of the options of one. */
  readonly isHomeless?: boolean;
  /** Where `--passphrase-file` does not open the key. */
  readonly passphraseIs?: 'backup';
  /** What must follow the options; what may be left out stands last. */
  readonly words: readonly WordEntry[];
}

export interface Command extends CommandEntry {
  /** Its own, without those that every command on a home takes. */
  readonly options: readonly OptionName[];
  /** Returns the exit code; throws `UsageError` (2) or any other error (1). */
  run(args: readonly string[], output: Output): Promise<number>;
}

interface CommandOf<Names extends OptionName> extends CommandEntry {
  readonly options: readonly Names[];
  run(given: Given<Names>, output: Output): Promise<number>;
}

/** A command whose words are parsed by the options and words that it names. */
export function command<const Names extends OptionName>(entry: CommandOf<Names>): Command {
  return {
    ...entry,
    run: (args, output) => entry.run(givenTo(entry, args), output),
  };
}

/** Its own options, and after them those of every command on a home. */
export function optionsOf({
  options,
  isHomeless,
}: Pick<Command, 'options' | 'isHomeless'>): readonly OptionName[] {
  return isHomeless ? options : [...options, ...HOME_OPTIONS];
}

/** Strict `parseArgs` with the number of words that must follow the options. Throws `UsageError`. */
export function givenTo<Names extends OptionName>(
  entry: Pick<CommandOf<Names>, 'options' | 'isHomeless' | 'words'>,
  args: readonly string[],
): Given<Names> {
  const options = Object.fromEntries(
    optionsOf(entry).map((name) => [
      name,
      OPTIONS[name].value === null
        ? { type: 'boolean' as const, default: false }
        : { type: 'string' as const },
    ]),
  );
  const { values, positionals } = parsedArgs(args, options);
  const most = entry.words.length;
  if (positionals.length < entry.words.filter(({ isOptional }) => !isOptional).length)
    throw new UsageError(says('error.headless.wordMissing'));
  if (positionals.length > most)
    throw new UsageError(says('error.headless.wordsTooMany', { words: positionals.slice(most).join(' ') }));
  return { values: values as OptionValues<Names>, positionals };
}

function parsedArgs(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw new UsageError(optionError(thrown));
  }
}

/** What Node says of an option speaks of positional arguments, and is not for people. */
function optionError(thrown: unknown): Saying {
  const { code, message } = Object(thrown) as { code?: unknown; message?: unknown };
  const [, option = ''] = /'([^']*)'/.exec(String(message)) ?? [];
  const written = option.replace(/^-\w, /, '').split(' ')[0] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return says('error.headless.noOption', { option: written });
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw thrown;
  const takesNone = /does not take/.test(String(message));
  return says(takesNone ? 'error.headless.optionTakesNoValue' : 'error.headless.optionNeedsValue', {
    option: written,
  });
}

/** The home that the command line names, or else the environment. */
export function requiredHome(home: string | undefined): string {
  const chosen = home || process.env.GHOSTSTACK_HOME;
  if (!chosen) throw new UsageError(says('error.headless.whichHome'));
  return chosen;
}

/**
 * Prints the one compact line of `--json`, or the lines for people. What others wrote may stand in these: it must not
 * steer the terminal.
 */
export function print(output: Output, value: unknown, lines: readonly string[]): void {
  const text = output.json ? JSON.stringify(value) : lines.map(terminalLine).join('\n');
  if (text === '') return;
  if (output.write) output.write(`${text}\n`);
  else process.stdout.write(`${text}\n`);
}

/** One line stays one line: a line feed of others would begin a line that looks like ours. */
function terminalLine(line: string): string {
  return visibleText(line).replaceAll('\n', ' ⏎ ').replaceAll('\t', ' ');
}

/** How one command is written, and what its options mean. */
export function usageLines({ name, usageParams, notes = [] }: Command): string {
  const usage = t(`terminal.${name}.usage`, usageParams);
  const lines = [`ghoststack ${usage}`, ...notes.map((note) => `    ${t(note)}`)].join('\n  ');
  return t('terminal.help.written', { usage: lines });
}

/** What a command does, in a sentence. */
export function summaryOf({ name }: Command): string {
  return t(`terminal.${name}.summary`);
}
