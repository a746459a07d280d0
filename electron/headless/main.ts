import { type Failure, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { type Command, optionsOf, summaryOf, usageLines } from './command.ts';
import { allCommands, COMMANDS, isCommandName } from './command-table.ts';
import { commonOptions, describedOption, writtenOption } from './manual/described-command.ts';
import { PendingError } from './pending-error.ts';
import { speakToReader } from './reader-language.ts';
import { UsageError } from './usage-error.ts';

/** Loaded when they are called: most are answered by a running node and need little of all this themselves. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  found: async () => (await import('./commands/found.ts')).found,
  start: async () => (await import('./commands/start.ts')).start,
  stop: async () => (await import('./commands/stop.ts')).stop,
  status: async () => (await import('./commands/status.ts')).status,
  dashboard: async () => (await import('./commands/dashboard.ts')).dashboard,
  invite: async () => (await import('./commands/invite.ts')).invite,
  joins: async () => (await import('./commands/joins.ts')).joins,
  accept: async () => (await import('./commands/joins.ts')).accept,
  refuse: async () => (await import('./commands/refuse.ts')).refuse,
  revoke: async () => (await import('./commands/revoke.ts')).revoke,
  join: async () => (await import('./commands/join.ts')).join,
  resume: async () => (await import('./commands/resume.ts')).resume,
  members: async () => (await import('./commands/members.ts')).members,
  peer: async () => (await import('./commands/peer.ts')).peer,
  peers: async () => (await import('./commands/peers.ts')).peers,
  send: async () => (await import('./commands/send.ts')).send,
  cancel: async () => (await import('./commands/send.ts')).cancel,
  'send-again': async () => (await import('./commands/send-again.ts')).sendAgain,
  queue: async () => (await import('./commands/queue.ts')).queue,
  inbox: async () => (await import('./commands/inbox.ts')).inbox,
  propose: async () => (await import('./commands/propose.ts')).propose,
  open: async () => (await import('./commands/propose.ts')).open,
  vote: async () => (await import('./commands/vote.ts')).vote,
  close: async () => (await import('./commands/vote.ts')).close,
  withdraw: async () => (await import('./commands/vote.ts')).withdraw,
  remove: async () => (await import('./commands/change.ts')).remove,
  rules: async () => (await import('./commands/change.ts')).rules,
  proposals: async () => (await import('./commands/proposals.ts')).proposals,
  endorse: async () => (await import('./commands/trust.ts')).endorse,
  rank: async () => (await import('./commands/trust.ts')).rank,
  balances: async () => (await import('./commands/trust.ts')).balances,
  transfer: async () => (await import('./commands/trust.ts')).transfer,
  stimulus: async () => (await import('./commands/brain.ts')).stimulus,
  brain: async () => (await import('./commands/brain.ts')).brain,
  log: async () => (await import('./commands/log.ts')).log,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restore,
};

export const COMMAND_NAMES = Object.keys(COMMANDS);

/** Every command with its sentence. */
async function overview(): Promise<string> {
  const commands = await allCommands();
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${summaryOf(command)}`);
  return [t('terminal.help.usage'), ...lines, t('terminal.help.page'), t('terminal.help.json'), ''].join(
    '\n',
  );
}

function page(command: Command): string {
  const options = [...optionsOf(command).map(describedOption), ...commonOptions()];
  const width = Math.max(...options.map((option) => writtenOption(option).length));
  const lines = options.map((option) => `  ${writtenOption(option).padEnd(width)}  ${option.meaning}`);
  return [summaryOf(command), usageLines(command), t('terminal.help.options'), ...lines, ''].join('\n');
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
  return about === undefined ? overview() : page(await commandNamed(about));
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
  speakToReader(rest, process.env);
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
  const failure = failureOf(thrown);
  const { code, message } = failure;
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: { code, message } })}\n`);
  } else {
    const said = visibleText(failureInWords(failure));
    const help = isWrongUse && command ? `\n${usageLines(command)}` : '';
    process.stderr.write(`ghoststack: ${said}${help}\n`);
  }
  return isWrongUse ? 2 : 1;
}

function failureOf(thrown: unknown): Told {
  if (thrown instanceof UsageError)
    return { code: 'invalid-argument', message: thrown.message, says: thrown.says };
  return thrown instanceof PendingError ? thrown : toFailure(thrown);
}
