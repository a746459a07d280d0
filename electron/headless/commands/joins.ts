import type { Cell, JoinRequest } from '#shared/contract/domain/cell.ts';
import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { inviterReason } from '#shared/words/reasons/join-reason.ts';
import { recoveryRequestReason } from '#shared/words/reasons/recover-reason.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { typedCommand } from '../command-words.ts';
import { ANY_WORD } from '../option-table.ts';

export const joins = command({
  name: 'joins',
  options: [],
  words: [],
  async run({ values }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { cell, atMs } = await client.ask('state.snapshot', {});
      const shown = (cell?.joinRequests ?? []).map((request) => {
        const { receivedAtMs: _received, ballot: _ballot, ...rest } = request;
        return { ...rest, reason: isSilent(request) ? null : reasonOf(request) };
      });
      const recoveries = cell?.recoveryRequests ?? [];
      print(
        output,
        [...shown, ...recoveries.map((request) => ({ ...request, recovery: true }))],
        shown.length + recoveries.length === 0
          ? [t('terminal.joins.none')]
          : [
              ...recoveries.map((request) => recoveryLine(request, atMs)),
              ...(cell?.joinRequests ?? []).map((request) => requestLine(request, cell)),
            ],
      );
      return 0;
    });
  },
});

/** Who asks, what is missing, and what to do where it is our operator's vote. */
export function requestLine(request: JoinRequest, cell: Pick<Cell, 'members'> | null): string {
  const { name, state, waitsFor, words } = request;
  const mine = cell?.members.find(({ me }) => me)?.name;
  const isAwaited = state === 'voting' && mine !== undefined && waitsFor.includes(mine);
  return [
    t('terminal.joins.state', { name, state }),
    isSilent(request) ? null : reasonOf(request),
    isAwaited && t('terminal.joins.yours', { command: typedCommand(['accept', name], process.env) }),
    words && t('terminal.joins.words', { words: words.join(' ') }),
  ]
    .filter(Boolean)
    .join(' ');
}

function recoveryLine(request: RecoveryRequest, atMs: number): string {
  const { name, by, state, answered, compared, words } = request;
  return [
    t('terminal.joins.returns', { name, by }),
    answered || state === 'differ'
      ? recoveryRequestReason(request, atMs)
      : compared
        ? ''
        : t('recovery.request.notCompared', { name }),
    t('terminal.joins.words', { words: words.join(' ') }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A member's machine of that name that asks by a code of this node, and waits for an answer; null without one. */
export async function recoveryRequestOf(client: NodeClient, wanted: string): Promise<RecoveryRequest | null> {
  const { cell } = await client.ask('state.snapshot', {});
  const asking = (cell?.recoveryRequests ?? []).filter(({ answered }) => !answered);
  const [found, ...others] = asking.filter(({ name, scid, id }) => [name, scid, id].includes(wanted));
  if (found === undefined || others.length === 0) return found ?? null;
  const each = [found, ...others].map(({ id, words }) => `${id} (${words.join(' ')})`);
  throw new GhostStackError(
    'conflict',
    says('error.headless.severalAsk', { n: each.length, wanted, each: each.join(', ') }),
  );
}

/** The request of that name or SCID. Throws `not-found`, and `conflict` where a name stands for several. */
export async function joinRequestOf(client: NodeClient, wanted: string): Promise<JoinRequest> {
  const { cell } = await client.ask('state.snapshot', {});
  const requests = cell?.joinRequests ?? [];
  const [request, ...others] = requests.filter(({ name, scid }) => name === wanted || scid === wanted);
  if (!request) throw new GhostStackError('not-found', says('error.headless.nobodyAsks', { wanted }));
  if (others.length > 0) {
    const each = [request, ...others].map(({ scid, words }) =>
      words ? `${scid} (${words.join(' ')})` : scid,
    );
    throw new GhostStackError(
      'conflict',
      says('error.headless.severalAsk', { n: each.length, wanted, each: each.join(', ') }),
    );
  }
  return request;
}

export const accept = command({
  name: 'accept',
  options: [],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const wanted = positionals[0] ?? '';
      const returning = await recoveryRequestOf(client, wanted);
      const request = returning ?? (await joinRequestOf(client, wanted));
      if (returning) await client.ask('recovery.answer', { id: returning.id, accept: true });
      else await client.ask('cell.answerJoin', { scid: request.scid, accept: true });
      print(output, { accepted: request.name }, [t('terminal.accept.done', { name: request.name })]);
      return 0;
    });
  },
});

/** What is missing is our operator's answer, which needs no sentence. */
function isSilent({ state, clockAheadMs }: JoinRequest): boolean {
  return state === 'asking' && clockAheadMs === null;
}

function reasonOf({ compared, state, clockAheadMs, waitsFor, needed, untilMs, name }: JoinRequest): string {
  const ballot = untilMs === null ? null : { waitsFor, needed, untilMs };
  return inviterReason({ compared, state, ballot, clockAheadMs }, name);
}
