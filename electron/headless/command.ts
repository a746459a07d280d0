import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/words/format/peer-text.ts';
import { type StringKey, type StringParams, t } from '#shared/words/translate.ts';
import { KEY_OPTIONS } from './key-options.ts';
import { UsageError } from './usage-error.ts';

export interface Output {
  readonly json: boolean;
}

type NameIn<Key> = Key extends `terminal.${infer Name}.summary` ? Name : never;

/** What can be typed after `ghoststack`: whatever the locales have a summary of. */
export type CommandName = NameIn<StringKey>;

export interface Command {
  /** Under `terminal.<name>` the locales say what it does (`summary`) and how it is written (`usage`). */
  readonly name: CommandName;
  /** Values that stand in the usage text. */
  readonly usageParams?: StringParams;
  /** What an option means that its name does not say, a line each. */
  readonly notes?: readonly StringKey[];
  /** Returns the exit code; throws `UsageError` (2) or any other error (1). */
  run(args: readonly string[], output: Output): Promise<number>;
}

/**
 * Strict `parseArgs` with the number of words that must follow the options. Every command on a home accepts the
 * options that name its key, also one that needs no key: a script may give them throughout.
 */
export function parseCommand<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  words: { min: number; max: number },
) {
  const accepted = 'home' in options ? { ...KEY_OPTIONS, ...options } : options;
  const parsed = parsedArgs(args, accepted as T);
  const count = parsed.positionals.length;
  if (count < words.min) throw new UsageError(says('error.headless.wordMissing'));
  if (count > words.max)
    throw new UsageError(
      says('error.headless.wordsTooMany', { words: parsed.positionals.slice(words.max).join(' ') }),
    );
  return parsed;
}

function parsedArgs<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
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
  if (text !== '') process.stdout.write(`${text}\n`);
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
