import { t } from '#shared/words/translate.ts';
import styles from '../../components/empty/Drawing.module.css';

/** Bubbles that nobody has filled yet. */
export function EmptyConversationsDrawing() {
  return (
    <svg
      role="img"
      aria-label={t('messages.none.preview')}
      className={styles.drawing}
      width="340"
      height="190"
      viewBox="0 0 340 190"
    >
      <rect className={styles.blank} x="1" y="10" width="180" height="38" rx="14" />
      <rect className={styles.mine} x="159" y="66" width="180" height="38" rx="14" />
      <rect className={styles.blank} x="1" y="122" width="130" height="38" rx="14" />
      <path className={styles.plus} d="M249 78v14M242 85h14" />
    </svg>
  );
}
