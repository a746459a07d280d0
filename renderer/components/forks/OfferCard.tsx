import { t } from '#shared/words/translate.ts';
import { useNode } from '../../state/context.tsx';
import { Card } from '../Card.tsx';
import styles from './Forks.module.css';
import { OfferRow } from './OfferRow.tsx';

/** On a proposal: to whoever does not want to go by it, while that is offered. */
export function OfferCard({ proposal }: { readonly proposal: string }) {
  const offers = useNode((node) => node.forks.offers).filter((one) => one.proposal === proposal);
  if (offers.length === 0) return null;
  return (
    <Card title={t('forks.offer')}>
      <div className={styles.stack}>
        {offers.map((offer) => (
          <OfferRow key={offer.why} offer={offer} />
        ))}
      </div>
    </Card>
  );
}
