import type { Cell, Joining } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { invitationSentence } from '#shared/words/reasons/join-reason.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { type Command, type Output, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { listenMultiaddr } from '../listen-address.ts';
import { UsageError } from '../usage-error.ts';

const POLL_MS = 150;
/** Said where the node that asked ends with this command. */
const GOES_ON = 'No node runs in this home; once one does, it goes on asking: ghoststack start';

/** Not admitted yet: exit code 1 with a code of its own, so that scripts can tell it from a refusal. */
class PendingError extends Error {
  readonly code = 'pending';
}

export const join: Command = {
  name: 'join',
  summary: 'Joins a cell by an invitation.',
  notes: ['--wait  seconds to wait for the answer; with 0 the node asks on by itself.'],
  usage: 'join --home DIR [--wait 60] [--listen 0.0.0.0:0] [--key-file FILE | --passphrase-file FILE] CODE',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      {
        home: { type: 'string' },
        wait: { type: 'string', default: '60' },
        listen: { type: 'string' },
        ...KEY_OPTIONS,
      },
      { min: 1, max: 1 },
    );
    const waitMs = Number(values.wait) * 1000;
    if (!(waitMs >= 0)) throw new UsageError('--wait takes seconds.');
    const network = { listen: [listenMultiaddr(values.listen ?? '0.0.0.0:0')] };
    return withNode(requiredHome(values.home), { unlock: true, network, ...values }, async (client) => {
      const code = positionals[0] ?? '';
      const says = await client.ask('cell.readInvitation', { code });
      process.stderr.write(`${invitationSentence(says, Date.now())}\n`);
      await client.ask('cell.join', { code, compare: false });
      return waitMs === 0 ? asked(client, output) : waitForAdmission(client, Date.now() + waitMs, output);
    });
  },
};

/** Not waited for: the node goes on asking, also after a restart. */
async function asked(client: NodeClient, output: Output): Promise<number> {
  const { cell, joining } = await client.ask('state.snapshot', {});
  if (joining?.state === 'refused') throw new GhostStackError('refused', asWritten(joining.reason));
  const admitted = isMember(cell, joining);
  const reason = joining?.reason ?? null;
  print(output, { admitted, cell: cell?.id ?? null, reason }, [
    admitted
      ? `You are a member of ${cell?.name}.`
      : `${reason ?? 'Asked.'} ${client.running ? 'See: ghoststack status' : GOES_ON}`,
  ]);
  return 0;
}

/** Who asks while its own log says that it is a member was perhaps removed, and does not know yet. */
function isMember(cell: Cell | null, joining: Joining | null): boolean {
  return joining === null && (cell?.members.some((member) => member.me) ?? false);
}

async function waitForAdmission(client: NodeClient, untilMs: number, output: Output): Promise<number> {
  let shown = false;
  for (;;) {
    const { cell, joining, me } = await client.ask('state.snapshot', {});
    if (cell && isMember(cell, joining)) {
      print(output, { admitted: true, cell: cell.id, name: cell.name, did: me?.did }, [
        `You are a member of ${cell.name}.`,
      ]);
      return 0;
    }
    if (joining?.state === 'refused') throw new GhostStackError('refused', asWritten(joining.reason));
    if (joining?.words && !shown) {
      shown = true;
      process.stderr.write(
        `Compare with ${visibleLine(joining.inviter ?? 'your inviter')}: ${joining.words.join(' ')}\n`,
      );
    }
    if (Date.now() > untilMs) {
      const reason = joining?.reason ?? 'The log of the cell is on its way.';
      throw new PendingError(client.running ? reason : `${reason} ${GOES_ON}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
