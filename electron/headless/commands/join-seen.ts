import { setTimeout as delay } from 'node:timers/promises';
import type { SeenInvitations } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import { t } from '#shared/words/translate.ts';
import { answerTo, isYes } from '../answer-to.ts';
import type { NodeClient } from '../ask-node.ts';
import { type Output, print } from '../command.ts';
import { PendingError } from '../pending-error.ts';
import { compareWords, requireNotRefused } from './join-progress.ts';

type Seen = SeenInvitations['seen'][number];

/** So long is asked before what was heard is taken for all there is. */
const LOOK_MS = 3_000;
const POLL_MS = 250;

/** Who invites on this network. */
export async function lookAround(client: NodeClient, output: Output): Promise<number> {
  const { seen, crowded } = await looked(client);
  const lines = seen.map((one) => t('terminal.join.seen', wordsOf(one)));
  print(output, { seen, crowded }, [
    ...(lines.length > 0 ? lines : [t('terminal.join.nobodySeen')]),
    ...(crowded ? [t('cell.look.crowded')] : []),
  ]);
  return 0;
}

/** Asks the one of that name, or id, to join, and has its operator compare the words. */
export async function joinSeen(client: NodeClient, wanted: string, untilMs: number): Promise<void> {
  const { seen } = await looked(client);
  const fitting = seen.filter(({ id, inviter }) => id === wanted || inviter === wanted);
  const [chosen, ...others] = fitting;
  if (!chosen) throw new GhostStackError('not-found', says('error.headless.nobodySeen', { wanted }));
  if (others.length > 0) {
    const each = fitting.map(({ id, address }) => `${id} (${address})`).join(', ');
    throw new GhostStackError(
      'conflict',
      says('error.headless.severalSeen', { n: fitting.length, wanted, each }),
    );
  }
  await client.ask('cell.joinSeen', { id: chosen.id });
  const same = await compared(client, untilMs);
  await client.ask('cell.confirmWords', { same });
}

async function looked(client: NodeClient): Promise<SeenInvitations> {
  const endMs = performance.now() + LOOK_MS;
  for (;;) {
    const found = await client.ask('cell.look', {});
    if (performance.now() >= endMs) return found;
    await delay(POLL_MS);
  }
}

/** What the operator says of the six words: nobody else can, as nothing was handed over that would prove anything. */
async function compared(client: NodeClient, untilMs: number): Promise<boolean> {
  for (;;) {
    const { joining } = await client.ask('state.snapshot', {});
    requireNotRefused(joining);
    if (joining?.words) {
      process.stderr.write(`${compareWords(joining.inviter, joining.words)}\n`);
      return isYes(await answerTo(t('terminal.join.same')));
    }
    if (Date.now() > untilMs)
      throw new PendingError(joining ? asWritten(joiningReason(joining)) : says('error.root.notJoining'));
    await delay(POLL_MS);
  }
}

function wordsOf({ id, inviter, cellName, address }: Seen) {
  return { id, address, inviter: visibleLine(inviter), cell: visibleLine(cellName) };
}
