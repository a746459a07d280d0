import type { ProposalState, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { t } from '#shared/words/translate.ts';
import { useNow } from '../../state/now.ts';
import type { IconName } from '../Icon.tsx';
import { Tag, type Tone } from '../Tag.tsx';

interface Look {
  readonly tone: Tone;
  readonly icon?: IconName;
}

const LOOKS: Readonly<Record<ProposalState, Look>> = {
  draft: { tone: 'neutral' },
  review: { tone: 'neutral' },
  voting: { tone: 'accent' },
  closing: { tone: 'accent' },
  passed: { tone: 'ok', icon: 'check' },
  failed: { tone: 'bad', icon: 'close' },
  expired: { tone: 'neutral', icon: 'clock' },
  withdrawn: { tone: 'neutral', icon: 'minus' },
  forked: { tone: 'bad', icon: 'close' },
};

const PASSED_OVER: Look = { tone: 'neutral', icon: 'minus' };

/** `✓ Passed 3 to 1`; `full` where there is room for the whole sentence. */
export function ResultTag({
  proposal,
  full = false,
}: {
  readonly proposal: ProposalSummary;
  readonly full?: boolean;
}) {
  const nowMs = useNow(30_000);
  const look = proposal.passedOver ? PASSED_OVER : LOOKS[proposal.state];
  const { sentence, short } = proposalReason(proposal, nowMs);
  const withdrawn = proposal.state === 'withdrawn' && !full;
  return (
    <Tag tone={look.tone} {...(look.icon ? { icon: look.icon } : {})}>
      {withdrawn ? t('governance.withdrawn') : full ? sentence : short}
    </Tag>
  );
}
