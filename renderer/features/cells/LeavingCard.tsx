import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import forkStyles from '../../components/forks/Forks.module.css';
import { OfferRow } from '../../components/forks/OfferRow.tsx';
import { useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Cells.module.css';

/** The ways out of the live cell, and back into it: by a fork that is offered for a reason, or just so. */
export function LeavingCard({ live }: { readonly live: HeldCell }) {
  const offers = useNode((node) => node.forks.offers);
  return (
    <Card title={t('cells.ways')}>
      {live.isAlone ? <Alone live={live} /> : null}
      {offers.map((offer) => (
        <div key={`${offer.why} ${offer.about}`} className={styles.block}>
          <OfferRow offer={offer} />
        </div>
      ))}
      {live.standing === 'leaving' ? <Leaving live={live} /> : <Leave live={live} />}
    </Card>
  );
}

/** Nobody else came along: back, to the others, or on alone. */
function Alone({ live }: { readonly live: HeldCell }) {
  return (
    <div className={styles.block}>
      <p className={forkStyles.text}>
        <b>{t('cells.alone', { cell: visibleLine(live.name, 60) })}</b>{' '}
        {live.parent
          ? t('cells.alone.text', { parent: visibleLine(live.parent.name, 60) })
          : t('cells.alone.textPlain')}
      </p>
      {live.parent ? <BackButton cell={live.parent.name} /> : null}
    </div>
  );
}

function Leave({ live }: { readonly live: HeldCell }) {
  const wait = useSignWait();
  const cell = visibleLine(live.name, 60);
  return (
    <div className={styles.block}>
      <p className={forkStyles.text}>{t('cells.leave.text', { cell })}</p>
      <div className={styles.buttons}>
        <Button disabled={wait !== null} onClick={() => openOverlay({ kind: 'leave-cell' })}>
          {t('cells.leave.open')}
        </Button>
      </div>
    </div>
  );
}

function Leaving({ live }: { readonly live: HeldCell }) {
  return (
    <div className={styles.block}>
      <p className={forkStyles.text}>{t('cells.back.text', { cell: visibleLine(live.name, 60) })}</p>
      <BackButton cell={live.name} />
    </div>
  );
}

function BackButton({ cell }: { readonly cell: string }) {
  const back = useCall('cells.back');
  const wait = useSignWait();
  const name = { cell: visibleLine(cell, 60) };
  const onBack = async () => {
    if (await back.run({})) showToast(t('cells.back.done', name));
  };
  return (
    <>
      <div className={styles.buttons}>
        <Button busy={back.busy} disabled={wait !== null} onClick={() => void onBack()}>
          {t('cells.back', name)}
        </Button>
      </div>
      <FormError message={failureInWords(back.failure)} />
    </>
  );
}
