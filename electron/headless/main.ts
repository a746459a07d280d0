import { GhostStackError, toFailure } from '#shared/errors.ts';
import type { Command } from './command.ts';
import { brain, stimulus } from './commands/brain.ts';
import { dashboard } from './commands/dashboard.ts';
import { inbox } from './commands/inbox.ts';
import { init } from './commands/init.ts';
import { invite } from './commands/invite.ts';
import { join } from './commands/join.ts';
import { accept, joins } from './commands/joins.ts';
import { log } from './commands/log.ts';
import { members } from './commands/members.ts';
import { peer } from './commands/peer.ts';
import { peers } from './commands/peers.ts';
import { proposals } from './commands/proposals.ts';
import { open, propose } from './commands/propose.ts';
import { queue } from './commands/queue.ts';
import { cancel, send } from './commands/send.ts';
import { start } from './commands/start.ts';
import { status } from './commands/status.ts';
import { stop } from './commands/stop.ts';
import { balances, endorse, rank, transfer } from './commands/trust.ts';
import { vote, withdraw } from './commands/vote.ts';
import { UsageError } from './usage-error.ts';

const COMMANDS: readonly Command[] = [
  init,
  start,
  stop,
  status,
  dashboard,
  invite,
  joins,
  accept,
  join,
  members,
  peer,
  peers,
  send,
  cancel,
  queue,
  inbox,
  propose,
  open,
  vote,
  withdraw,
  proposals,
  endorse,
  rank,
  balances,
  transfer,
  stimulus,
  brain,
  log,
];

function usage(): string {
  const lines = COMMANDS.map((command) => `  ghoststack ${command.usage}`);
  return `Usage:\n${lines.join('\n')}\nEvery command takes --json: one compact line.\n`;
}

/**
 * Runs one command line and returns its exit code: 0 done, 1 refused or failed (reason on stderr, as
 * `{"error":{"code","message"}}` with --json), 2 wrong use.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  const json = rest.includes('--json');
  try {
    if (!command) throw new UsageError(`There is no command ${name}.`);
    return await command.run(
      rest.filter((argument) => argument !== '--json'),
      { json },
    );
  } catch (thrown) {
    return report(thrown, json, command);
  }
}

function report(thrown: unknown, json: boolean, command: Command | undefined): number {
  const wrongUse = thrown instanceof UsageError || isParseArgsError(thrown);
  const failure = wrongUse
    ? { code: 'invalid-argument', message: (thrown as Error).message }
    : toFailure(thrown instanceof GhostStackError ? thrown : asCoded(thrown));
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: failure })}\n`);
  } else {
    const help = wrongUse ? `\n${command ? `Usage: ghoststack ${command.usage}` : usage()}` : '';
    process.stderr.write(`ghoststack: ${failure.message}${help}\n`);
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
