import type { Cell, Joining } from '#shared/contract/domain/cell.ts';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { unconfirmedClock } from '#shared/words/reasons/clock-words.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import { recoveringReason } from '#shared/words/reasons/recover-reason.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';

export const status = command({
  name: 'status',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { me, phase, problem, cell, joining, recovering, online, atMs } = await client.ask(
        'state.snapshot',
        {},
      );
      const doubt = cell?.clockDoubt ?? null;
      const shown = {
        running: client.running,
        phase,
        name: me?.name ?? null,
        did: me?.did ?? null,
        online: client.running && online,
        listen: client.running ? (me?.addresses ?? []) : [],
        ipv6: client.running ? (me?.ipv6 ?? null) : null,
        cell: cell?.id ?? null,
        stateHash: cell?.stateHash ?? null,
        signingBarred: cell?.signingBarred ? inEnglish(cell.signingBarred) : null,
        clockDoubt: doubt && speaking('en', () => unconfirmedClock(doubt)),
        forked: cell?.forked ?? [],
        joining: joining && {
          state: joining.state,
          reason: speaking('en', () => joiningReason(joining)),
          words: joining.words,
        },
        recovering: recovering && {
          state: recovering.state,
          reason: speaking('en', () => recoveringReason(recovering, atMs)),
          words: recovering.words,
        },
        problem,
      };
      print(output, shown, [
        me ? t('terminal.status.who', { name: me.name, did: me.did }) : t('terminal.noKey'),
        client.running
          ? t('terminal.status.running', {
              phase,
              n: shown.listen.length,
              addresses: shown.listen.join(', '),
            })
          : t('terminal.status.notRunning'),
        ...(client.running && !online ? [t('terminal.status.offline')] : []),
        ...(shown.ipv6 ? [t(IP6_SAYS[shown.ipv6])] : []),
        ...(cell ? [cellLine(cell)] : []),
        ...(joining ? joiningLines(joining) : []),
        ...(recovering ? recoveringLines(recovering, atMs) : []),
        ...(cell?.signingBarred ? [sentence(cell.signingBarred)] : []),
        ...(cell?.clockDoubt ? [unconfirmedClock(cell.clockDoubt)] : []),
        ...(problem ? [failureInWords(problem)] : []),
      ]);
      return 0;
    });
  },
});

const IP6_SAYS = {
  listens: 'terminal.status.ipv6.listens',
  off: 'terminal.status.ipv6.off',
  none: 'terminal.status.ipv6.none',
} as const;

function cellLine({ name, members, receipts }: Cell): string {
  return t('terminal.status.cell', {
    cell: name,
    members: members.map((member) => member.name).join(', '),
    n: receipts,
  });
}

function joiningLines(joining: Joining): string[] {
  return [t('terminal.status.joining', { reason: joiningReason(joining) }), ...wordsLines(joining)];
}

function recoveringLines(recovering: Recovering, nowMs: number): string[] {
  const reason = recoveringReason(recovering, nowMs);
  return [t('terminal.status.recovering', { reason }), ...wordsLines(recovering)];
}

function wordsLines({ words, inviter }: Pick<Joining, 'words' | 'inviter'>): string[] {
  if (!words) return [];
  const said = { words: words.join(' ') };
  return [
    inviter === null
      ? t('terminal.status.wordsUnknown', said)
      : t('terminal.status.words', { ...said, inviter }),
  ];
}
