import { GhostStackError, toFailure } from '#shared/errors.ts';
import { visibleText } from '#shared/format/peer-text.ts';
import { type Command, usageLines } from './command.ts';
import { UsageError } from './usage-error.ts';

/** Loaded when they are called: most are answered by a running node and need little of all this themselves. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  start: async () => (await import('./commands/start.ts')).start,
  stop: async () => (await import('./commands/stop.ts')).stop,
  status: async () => (await import('./commands/status.ts')).status,
  dashboard: async () => (await import('./commands/dashboard.ts')).dashboard,
  invite: async () => (await import('./commands/invite.ts')).invite,
  joins: async () => (await import('./commands/joins.ts')).joins,
  accept: async () => (await import('./commands/joins.ts')).accept,
  join: async () => (await import('./commands/join.ts')).join,
  resume: async () => (await import('./commands/resume.ts')).resume,
  members: async () => (await import('./commands/members.ts')).members,
  peer: async () => (await import('./commands/peer.ts')).peer,
  peers: async () => (await import('./commands/peers.ts')).peers,
  send: async () => (await import('./commands/send.ts')).send,
  cancel: async () => (await import('./commands/send.ts')).cancel,
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
};

async function usage(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const lines = commands.map((command) => `  ${usageLines(command)}`);
  return `Usage:\n${lines.join('\n')}\nEvery command takes --json: one compact line.\n`;
}

/**
 * Runs one command line and returns its exit code: 0 done, 1 refused or failed (reason on stderr, as
 * `{"error":{"code","message"}}` with --json), 2 wrong use.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(await usage());
    return name === undefined ? 2 : 0;
  }
  const json = rest.includes('--json');
  let command: Command | undefined;
  try {
    command = Object.hasOwn(COMMANDS, name) ? await COMMANDS[name]?.() : undefined;
    if (!command) throw new UsageError(`There is no command ${name}.`);
    return await command.run(
      rest.filter((argument) => argument !== '--json'),
      { json },
    );
  } catch (thrown) {
    return report(thrown, json, command);
  }
}

async function report(thrown: unknown, json: boolean, command: Command | undefined): Promise<number> {
  const wrongUse = thrown instanceof UsageError || isParseArgsError(thrown);
  const failure = wrongUse
    ? { code: 'invalid-argument', message: (thrown as Error).message }
    : toFailure(thrown instanceof GhostStackError ? thrown : asCoded(thrown));
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: failure })}\n`);
  } else {
    const help = wrongUse ? `\n${command ? `Usage: ${usageLines(command)}` : await usage()}` : '';
    process.stderr.write(`ghoststack: ${visibleText(failure.message)}${help}\n`);
  }
  return wrongUse ? 2 : 1;
}

function isParseArgsError(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}

/** A host rejects with an error that carries the node's own code. */
function asCoded(thrown: unknown): unknown {
  const { code, message } = Object(thrown) as { code?: unknown; message?: unknown };
  return typeof code === 'string' && typeof message === 'string' && /^[a-z-]+$/.test(code)
    ? new GhostStackError(code as GhostStackError['code'], message)
    : thrown;
}
