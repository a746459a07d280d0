import { useState } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { useSignWait } from '../../state/cell.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import { OpenDialog, ReviseDialog } from './ProposalDialogs.tsx';
import styles from './ProposalSteps.module.css';

/** Before the vote: what the proposer can do next, and what the others wait for. */
export function NextStepCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const [dialog, setDialog] = useState<'open' | 'revise' | null>(null);
  const review = useCall('governance.review');
  const wait = useSignWait();
  const { mine, state, proposer, kind, passedOver } = proposal;
  const expired = state === 'expired';
  // Without a certificate of its own: another ballot on members or rules was decided in its place.
  const superseded = expired && proposal.certificate === null;
  const early = (state === 'draft' || state === 'review') && !passedOver;
  if (!early && !expired) return null;
  // Who was not admitted asks anew, by another invitation; a key's new versions are made anew, too.
  if (!mine || kind === 'admission' || kind === 'rekey') {
    return early ? (
      <Card title={t('governance.next')}>
        <p className={styles.small}>{t(`governance.next.${state}`, { name: proposer })}</p>
      </Card>
    ) : null;
  }
  if (proposal.tooFewLeft) return <AnewCard proposal={proposal} left={proposal.tooFewLeft} />;
  return (
    <Card title={t(expired ? 'governance.next.expired' : 'governance.next')}>
      <p className={styles.small}>{t(`governance.next.mine.${superseded ? 'superseded' : state}`)}</p>
      <div className={styles.actions}>
        <Button variant="primary" disabled={wait !== null} onClick={() => setDialog('open')}>
          {t(expired ? 'governance.again' : 'governance.openVote')}
        </Button>
        {state === 'draft' ? (
          <Button
            busy={review.busy}
            disabled={wait !== null}
            onClick={() => void review.run({ id: proposal.id })}
          >
            {t('governance.review')}
          </Button>
        ) : null}
        {early ? (
          <Button variant="quiet" icon="pencil" disabled={wait !== null} onClick={() => setDialog('revise')}>
            {t('governance.revise')}
          </Button>
        ) : null}
      </div>
      {wait ? <p className={styles.hint}>{wait}</p> : null}
      <FormError message={failureInWords(review.failure)} />
      {dialog === 'open' ? <OpenDialog proposal={proposal} onClose={() => setDialog(null)} /> : null}
      {dialog === 'revise' ? <ReviseDialog proposal={proposal} onClose={() => setDialog(null)} /> : null}
    </Card>
  );
}

/** No vote can be opened any more to those whom it was drafted to. */
function AnewCard({
  proposal: { title, text },
  left,
}: {
  readonly proposal: ProposalDetail;
  readonly left: NonNullable<ProposalDetail['tooFewLeft']>;
}) {
  const propose = useCall('governance.propose');
  const wait = useSignWait();
  const onDraft = async () => {
    const drafted = await propose.run({ title, text, open: false });
    if (drafted) goTo('governance', drafted.value.id);
  };
  return (
    <Card title={t('governance.next')}>
      <p className={styles.small}>{t('governance.next.tooFew', left)}</p>
      <div className={styles.actions}>
        <Button variant="primary" busy={propose.busy} disabled={wait !== null} onClick={() => void onDraft()}>
          {t('governance.next.anew')}
        </Button>
      </div>
      {wait ? <p className={styles.hint}>{wait}</p> : null}
      <FormError message={failureInWords(propose.failure)} />
    </Card>
  );
}
