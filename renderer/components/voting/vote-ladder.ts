import type { ProposalDetail, ReceiptPlace } from '#shared/contract/domain/governance.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { voteFateReason } from '#shared/words/reasons/proposal-reason.ts';
import { t } from '#shared/words/translate.ts';
import type { MarkShape } from '../StateMark.tsx';

export interface LadderStep {
  readonly id: string;
  readonly mark: MarkShape;
  readonly title: string;
  readonly detail: string | null;
}

type Proposal = Pick<
  ProposalDetail,
  'myVote' | 'seats' | 'records' | 'deadlineAtMs' | 'certificate' | 'counting' | 'state' | 'decidedAtMs'
>;

/** `carol 240`; a feed that began anew after a restore says its generation: `carol 1.12`. */
export function placeLabel(name: string, { gen, seq }: ReceiptPlace): string {
  return `${visibleLine(name, 24)} ${gen === 0 ? seq : `${gen}.${seq}`}`;
}

/** The way of one's own vote into the count; empty without a vote. A step that was overtaken waits; the one after the last that is done goes on. */
export function voteLadder(proposal: Proposal, nowMs: number): LadderStep[] {
  const { myVote: vote, seats } = proposal;
  const me = seats.find((seat) => seat.me);
  if (!vote || !me) return [];
  const record = proposal.records.find(({ scid }) => scid === me.scid);
  const final = proposal.certificate !== null;
  const others = seats.length - 1;
  const closed = record?.close ?? null;
  const fate = voteFateReason(proposal);

  const steps: (Omit<LadderStep, 'mark'> & { readonly mark: MarkShape | null })[] = [
    {
      id: 'signed',
      mark: 'ok',
      title: t('governance.ladder.signed'),
      detail: at(vote.atMs, record?.vote ? placeLabel(me.name, record.vote) : null, nowMs),
    },
    {
      id: 'stored',
      mark: vote.heldBy >= others ? 'ok' : null,
      title:
        vote.heldBy >= others
          ? t('governance.ladder.storedAll', { n: others })
          : t('governance.ladder.stored', { n: vote.heldBy, of: others }),
      detail: null,
    },
    {
      id: 'close',
      mark: closed ? 'ok' : null,
      title: t(closed ? 'governance.ladder.closed' : 'governance.ladder.close'),
      detail: closed ? at(closed.atMs, placeLabel(me.name, closed), nowMs) : closeDetail(proposal, nowMs),
    },
    {
      id: 'inside',
      mark: fate === null ? null : fate.mark === 'ok' ? 'ok' : fate.mark,
      title:
        fate === null || fate.mark === 'ok'
          ? t('governance.ladder.inside')
          : t('governance.ladder.notInside'),
      detail: fate === null || fate.mark === 'ok' ? null : `${fate.sentence}.`,
    },
    {
      id: 'certified',
      mark: final ? 'ok' : proposal.state === 'forked' ? 'stop' : null,
      title: t('governance.ladder.certified'),
      detail: final
        ? proposal.decidedAtMs === null
          ? null
          : at(proposal.decidedAtMs, null, nowMs)
        : proposal.counting
          ? t('governance.ladder.certifiedNeeds', { n: proposal.counting.needed, of: seats.length })
          : null,
    },
  ];
  const lastDone = steps.findLastIndex(({ mark }) => mark === 'ok');
  const current = steps.findIndex(({ mark }, index) => mark === null && index > lastDone);
  return steps.map((step, index) => ({
    ...step,
    mark: step.mark ?? (index < lastDone ? 'waiting' : index === current ? 'current' : 'to-come'),
  }));
}

function closeDetail({ deadlineAtMs, seats }: Proposal, nowMs: number): string {
  if (deadlineAtMs === null || deadlineAtMs <= nowMs) return t('governance.ladder.closeSoon');
  return t('governance.ladder.closeWhen', { when: momentInWords(deadlineAtMs, nowMs), n: seats.length });
}

function at(atMs: number, receipt: string | null, nowMs: number): string {
  const when = nowMs - atMs < 36 * HOUR_MS ? momentInWords(atMs, nowMs) : dayAndTime(atMs);
  return receipt === null ? when : t('governance.ladder.receipt', { when, receipt });
}
