import { type Failure, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { type Command, usageLines } from './command.ts';
import { allCommands, COMMANDS, isCommandName } from './command-table.ts';
import { helpOverview, helpPage } from './manual/help-pages.ts';
import { PendingError } from './pending-error.ts';
import { speakToReader } from './reader-language.ts';
import { UsageError } from './usage-error.ts';

async function overview(): Promise<string> {
  return helpOverview(await allCommands());
}

async function commandNamed(name: string): Promise<Command> {
  if (!isCommandName(name)) throw new UsageError(says('error.headless.noCommand', { name }));
  return COMMANDS[name]();
}

/** What is asked for help or the version is answered here; null for everything else. */
async function aboutItself(argv: readonly string[]): Promise<string | null> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-V') return `${await version()}\n`;
  const asksHelp = first === 'help' || first === '--help' || first === '-h';
  const about = asksHelp ? rest[0] : rest.some((word) => word === '--help' || word === '-h') ? first : null;
  if (about === null) return null;
  return about === undefined ? overview() : helpPage(await commandNamed(about));
}

async function version(): Promise<string> {
  const { VERSION } = await import('./version.ts');
  return VERSION;
}

/**
 * Runs one command line and returns its exit code: 0 done, 1 refused or failed (reason on stderr, as
 * `{"error":{"code","message"}}` with --json), 2 wrong use.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  await speakToReader(rest, process.env);
  if (name === undefined) {
    process.stderr.write(await overview());
    return 2;
  }
  const json = rest.includes('--json');
  let command: Command | undefined;
  try {
    const answer = await aboutItself(argv);
    if (answer !== null) {
      process.stdout.write(answer);
      return 0;
    }
    command = await commandNamed(name);
    return await command.run(
      rest.filter((argument) => argument !== '--json'),
      { json },
    );
  } catch (thrown) {
    return report(thrown, json, command);
  }
}

type Told = Pick<Failure, 'message' | 'says'> & { readonly code: string };

function report(thrown: unknown, json: boolean, command: Command | undefined): number {
  const isWrongUse = thrown instanceof UsageError;
  if (json) process.stderr.write(failureInJson(thrown));
  else {
    const said = visibleText(failureInWords(failureOf(thrown)));
    const help = isWrongUse && command ? `\n${usageLines(command)}` : '';
    process.stderr.write(`ghoststack: ${said}${help}\n`);
  }
  return isWrongUse ? 2 : 1;
}

/** What a command that threw this says on stderr with --json. */
export function failureInJson(thrown: unknown): string {
  const { code, message } = failureOf(thrown);
  return `${JSON.stringify({ error: { code, message } })}\n`;
}

function failureOf(thrown: unknown): Told {
  if (thrown instanceof UsageError)
    return { code: 'invalid-argument', message: thrown.message, says: thrown.says };
  return thrown instanceof PendingError ? thrown : toFailure(thrown);
}
