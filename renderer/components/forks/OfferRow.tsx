import type { ForkOffer } from '#shared/contract/domain/fork.ts';
import { offerUntil, offerWords } from '#shared/words/reasons/fork-words.ts';
import { t } from '#shared/words/translate.ts';
import { useSignWait } from '../../state/cell.ts';
import { openOverlay } from '../../state/overlays.ts';
import { Button } from '../Button.tsx';
import styles from './Forks.module.css';

/** Why leaving by fork is offered, until when, and the way to it: those who voted alike are ticked there. */
export function OfferRow({ offer }: { readonly offer: ForkOffer }) {
  const wait = useSignWait();
  return (
    <>
      <p className={styles.text} dir="auto">
        {`${offerWords(offer)} ${offerUntil(offer)}`.trim()}
      </p>
      <div className={styles.actions}>
        <Button
          disabled={wait !== null}
          onClick={() => openOverlay({ kind: 'fork', asked: offer.suggested })}
        >
          {t('forks.offer')}
        </Button>
        {wait === null ? null : <span className={styles.note}>{wait}</span>}
      </div>
    </>
  );
}
