import type { Cell, Joining } from '#shared/contract/domain/cell.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { invitationSentence, joiningReason } from '#shared/words/reasons/join-reason.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { listenMultiaddrs } from '../listen-address.ts';
import { ANY_WORD } from '../option-table.ts';
import { PendingError } from '../pending-error.ts';
import { UsageError } from '../usage-error.ts';
import { compareWords, requireNotRefused } from './join-progress.ts';
import { joinSeen, lookAround } from './join-seen.ts';

const WAIT_SECONDS = '60';
const POLL_MS = 150;

export const join = command({
  name: 'join',
  notes: ['terminal.join.note.wait', 'terminal.join.note.look'],
  options: ['wait', 'listen', 'look', 'inviter'],
  words: [{ ...ANY_WORD, isOptional: true }],
  async run({ values, positionals }, output) {
    const waitMs = Number(values.wait ?? WAIT_SECONDS) * 1000;
    if (!(waitMs >= 0)) throw new UsageError(says('error.headless.wait'));
    const network = { listen: listenMultiaddrs(values.listen) };
    return withNode(requiredHome(values.home), { unlock: true, network, ...values }, async (client) => {
      if (values.look) return lookAround(client, output);
      if (values.inviter !== undefined) {
        await joinSeen(client, values.inviter, Date.now() + waitMs);
        return waitForAdmission(client, Date.now() + waitMs, output);
      }
      const [code] = positionals;
      if (code === undefined) throw new UsageError(says('error.headless.joinWhat'));
      const invitation = await client.ask('cell.readInvitation', { code });
      process.stderr.write(`${invitationSentence(invitation, Date.now())}\n`);
      await client.ask('cell.join', { code, compare: false });
      return waitMs === 0 ? asked(client, output) : waitForAdmission(client, Date.now() + waitMs, output);
    });
  },
});

/** Not waited for: the node goes on asking, also after a restart. */
async function asked(client: NodeClient, output: Output): Promise<number> {
  const { cell, joining } = await client.ask('state.snapshot', {});
  requireNotRefused(joining);
  const admitted = isMember(cell, joining);
  const reason = joining && speaking('en', () => joiningReason(joining));
  print(output, { admitted, cell: cell?.id ?? null, reason }, [
    admitted
      ? t('terminal.join.done', { cell: String(cell?.name) })
      : isAsking(joining ? joiningReason(joining) : t('terminal.join.asked'), client),
  ]);
  return 0;
}

/** Where no node runs, the one that asked ends with this command. */
function isAsking(reason: string, { running }: NodeClient): string {
  return running
    ? t('terminal.join.asking', { reason })
    : sentence(says('error.headless.joinGoesOn', { reason }));
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
        t('terminal.join.done', { cell: cell.name }),
      ]);
      return 0;
    }
    requireNotRefused(joining);
    if (joining?.words && !shown) {
      shown = true;
      process.stderr.write(`${compareWords(joining.inviter, joining.words)}\n`);
    }
    if (Date.now() > untilMs) {
      const reason = joining ? asWritten(joiningReason(joining)) : says('error.headless.logOnItsWay');
      throw new PendingError(
        says(client.running ? 'error.headless.joinAsksOn' : 'error.headless.joinGoesOn', { reason }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
