import { useState } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { columnOf } from '#shared/contract/domain/proposal-column.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { proposalReason, voteFateReason } from '#shared/words/reasons/proposal-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { StepLadder } from '../../components/StepLadder.tsx';
import { VoteChooser } from '../../components/voting/VoteChooser.tsx';
import { voteLadder } from '../../components/voting/vote-ladder.ts';
import { useSignWait } from '../../state/cell.ts';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './ProposalSteps.module.css';
import { ChoiceTag } from './VotesCard.tsx';

/** The operator's own vote: given here in two clicks, then followed into the count. */
export function YourVoteCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const [changing, setChanging] = useState(false);
  /** The button that signed is gone then: the focus goes to what can be done next. */
  const [signed, setSigned] = useState(false);
  const me = proposal.seats.find((seat) => seat.me);
  const nowMs = useNow(30_000);
  const open = columnOf(proposal) === 'voting';
  if (proposal.passedOver) return <Quiet text={proposalReason(proposal, nowMs).detail ?? ''} />;
  if (!me) return <Quiet text={t('governance.yourVote.noSeat')} />;
  if (open && !me.closed && (changing || proposal.needsMyVote)) {
    return (
      <Choosing
        proposal={proposal}
        changing={changing}
        onSigning={() => setSigned(true)}
        onDone={() => setChanging(false)}
      />
    );
  }
  if (proposal.myVote)
    return (
      <Cast
        proposal={proposal}
        focus={signed}
        onChange={open && !me.closed ? () => setChanging(true) : null}
      />
    );
  if (open) return <Quiet text={t('governance.yourVote.closedWithout')} />;
  return columnOf(proposal) === 'decided' ? <Quiet text={t('governance.yourVote.none')} /> : null;
}

function Quiet({ text }: { readonly text: string }) {
  return (
    <Card title={t('governance.yourVote')}>
      <p className={styles.small}>{text}</p>
    </Card>
  );
}

function Choosing(props: {
  readonly proposal: ProposalDetail;
  readonly changing: boolean;
  readonly onSigning: () => void;
  readonly onDone: () => void;
}) {
  const { proposal, changing, onSigning, onDone } = props;
  const nowMs = useNow(30_000);
  const { deadlineAtMs } = proposal;
  const hint =
    deadlineAtMs !== null && deadlineAtMs > nowMs
      ? t('governance.vote.hint', { when: momentInWords(deadlineAtMs, nowMs) })
      : t('governance.vote.hintDue');
  return (
    <Card
      title={t('governance.yourVote')}
      action={changing && proposal.myVote ? <ChoiceTag choice={proposal.myVote.choice} /> : null}
    >
      <VoteChooser proposal={proposal} size="page" hint={hint} onSigning={onSigning} onSigned={onDone} />
      {changing ? (
        <p className={styles.below}>
          <Button size="small" variant="quiet" onClick={onDone}>
            {t('governance.vote.keep')}
          </Button>
        </p>
      ) : null}
    </Card>
  );
}

function Cast({
  proposal,
  focus,
  onChange,
}: {
  readonly proposal: ProposalDetail;
  readonly focus: boolean;
  readonly onChange: (() => void) | null;
}) {
  const nowMs = useNow(30_000);
  const close = useCall('governance.close');
  const wait = useSignWait();
  const fate = voteFateReason(proposal);
  const steps = voteLadder(proposal, nowMs);
  return (
    <Card
      title={fate?.sentence ?? t('governance.yourVote')}
      action={proposal.myVote && !fate ? <ChoiceTag choice={proposal.myVote.choice} /> : null}
    >
      <StepLadder label={t('governance.ladder')} steps={steps} />
      {onChange ? (
        <div className={styles.actions}>
          <Button autoFocus={focus} disabled={wait !== null} onClick={onChange}>
            {t('governance.vote.change')}
          </Button>
          <Button
            variant="quiet"
            busy={close.busy}
            disabled={wait !== null}
            title={t('governance.close.hint')}
            onClick={() => void close.run({ id: proposal.id })}
          >
            {t('governance.close')}
          </Button>
          {wait ? <span className={styles.hint}>{wait}</span> : null}
          <FormError message={failureInWords(close.failure)} />
        </div>
      ) : null}
    </Card>
  );
}
