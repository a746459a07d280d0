import { setTimeout as delay } from 'node:timers/promises';
import { isBackInPlace, ownKeyVersion } from '#shared/contract/domain/back-in-place.ts';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError, saidBy } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import { recoveringReason } from '#shared/words/reasons/recover-reason.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { answerTo, isYes } from '../answer-to.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { listenMultiaddrs } from '../listen-address.ts';
import { ANY_WORD } from '../option-table.ts';
import { PendingError } from '../pending-error.ts';
import { readTypedWords } from '../typed-words.ts';
import { UsageError } from '../usage-error.ts';
import { compareWords } from './join-progress.ts';

const WAIT_SECONDS = '600';
const POLL_MS = 250;

/**
 * Goes on as a member that lost its machine, or, where it is, as one whose home may not sign: a code of another member,
 * the 24 words, six to compare, and the votes.
 */
export const recover = command({
  name: 'recover',
  notes: [
    'terminal.recover.note.words',
    'terminal.recover.note.device',
    'terminal.recover.note.same',
    'terminal.recover.note.wait',
  ],
  options: ['wait', 'listen', 'same', 'differ', 'device'],
  words: [{ ...ANY_WORD, isOptional: true }],
  async run({ values, positionals }, output) {
    const { same, differ, device } = values;
    if (same && differ) throw new UsageError(says('error.headless.sameOrDiffer'));
    const [code] = positionals;
    if (code !== undefined && (same || differ)) throw new UsageError(says('error.headless.compareFirst'));
    if (code === undefined && device) throw new UsageError(says('error.headless.recoverWhat'));
    const waitMs = Number(values.wait ?? WAIT_SECONDS) * 1000;
    if (!(waitMs >= 0)) throw new UsageError(says('error.headless.wait'));
    const network = { listen: listenMultiaddrs(values.listen) };
    return withNode(requiredHome(values.home), { unlock: true, network, ...values }, async (client) => {
      const { recovering, cell } = await client.ask('state.snapshot', { stateHash: false });
      if (code === undefined && recovering === null) throw new UsageError(says('error.headless.recoverWhat'));
      if (code !== undefined) await client.ask('recovery.begin', { code, way: device ? 'device' : 'words' });
      const versionBefore = ownKeyVersion(cell);
      const said = same || differ ? same : null;
      return untilBack(client, { output, said, versionBefore, untilMs: Date.now() + waitMs });
    });
  },
});

interface Way {
  readonly output: Output;
  /** What the operator says of the six words; null to be asked. */
  readonly said: boolean | null;
  /** Of a member's home: which version of its key the cell knew. */
  readonly versionBefore: number | null;
  readonly untilMs: number;
}

async function untilBack(client: NodeClient, { output, said, versionBefore, untilMs }: Way): Promise<number> {
  let compared = false;
  let asked = false;
  let told = '';
  for (;;) {
    const snapshot = await client.ask('state.snapshot', { stateHash: false });
    const { recovering, joining, cell } = snapshot;
    if (!recovering && cell && (versionBefore === null || isBackInPlace(cell, versionBefore)))
      return back(snapshot, output);
    // A member again, whose receipts are on their way, is told of like one who has just come in.
    const isComing = joining !== null || (versionBefore !== null && asked);
    if (!recovering && !isComing)
      throw new GhostStackError('cancelled', says('error.headless.recoveryEnded'));
    if (recovering) {
      asked = recovering.state === 'waiting';
      requireNotRefused(recovering);
      if (recovering.state === 'words') await giveWords(client);
      if (recovering.state === 'comparing' && recovering.words && !compared) {
        compared = true;
        await compare(client, recovering, said);
      }
    }
    const reason = reasonOf(snapshot);
    if (reason !== told && recovering?.state === 'waiting') process.stderr.write(`${reason}\n`);
    told = reason;
    if (Date.now() > untilMs) throw pending(reason, client);
    await delay(POLL_MS);
  }
}

/** Whoever sits at a terminal may look at the paper again. */
async function giveWords(client: NodeClient): Promise<void> {
  for (;;) {
    try {
      await client.ask('recovery.giveWords', { text: await readTypedWords() });
      return;
    } catch (thrown) {
      const isTyped = process.stdin.isTTY && thrown instanceof GhostStackError;
      if (!isTyped || !['invalid-argument', 'not-found'].includes(thrown.code)) throw thrown;
      process.stderr.write(`${sentence(thrown.says)}\n`);
    }
  }
}

async function compare(
  client: NodeClient,
  { inviter, words }: Recovering,
  said: boolean | null,
): Promise<void> {
  process.stderr.write(`${compareWords(inviter, words ?? [])}\n`);
  const same = said ?? (process.stdin.isTTY ? isYes(await answerTo(t('terminal.join.same'))) : null);
  if (same !== null) await client.ask('recovery.confirmWords', { same });
}

function back({ cell, me }: Snapshot, output: Output): number {
  print(output, { recovered: true, cell: cell?.id, name: me?.name, did: me?.did }, [
    t('terminal.recover.done', { name: me?.name ?? '', cell: cell?.name ?? '' }),
  ]);
  return 0;
}

function reasonOf({ recovering, joining, cell, atMs }: Snapshot): string {
  if (recovering) return recoveringReason(recovering, atMs);
  if (joining) return joiningReason(joining);
  return cell?.signingBarred ? sentence(cell.signingBarred) : '';
}

function requireNotRefused({ state, trouble }: Recovering): void {
  if (state === 'refused') throw new GhostStackError('refused', trouble ? saidBy(trouble) : asWritten(''));
}

/** Where no node runs, the one that asked ends with this command, and the words are needed again. */
function pending(reason: string, { running }: NodeClient): PendingError {
  const why = asWritten(reason);
  return new PendingError(running ? why : says('error.headless.recoveryGoesOn', { reason: why }));
}
