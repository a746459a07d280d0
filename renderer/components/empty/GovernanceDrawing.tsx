import { t } from '#shared/words/translate.ts';
import styles from './Drawing.module.css';

const COLUMNS = ['draft', 'review', 'voting', 'decided'] as const;
const WIDTH = 124;
const STEP = 142;

/** The board with its four columns; the first card would be written here. */
export function GovernanceDrawing() {
  return (
    <svg
      role="img"
      aria-label={t('empty.governance.drawing')}
      className={styles.drawing}
      width="552"
      height="220"
      viewBox="0 0 552 220"
    >
      {COLUMNS.map((column, index) => (
        <g key={column} transform={`translate(${1 + index * STEP} 0)`}>
          <text className={styles.label} x="2" y="14">
            {t(`empty.governance.${column}`)}
          </text>
          <rect
            className={index === 0 ? styles.mine : styles.blank}
            x="0"
            y="28"
            width={WIDTH}
            height="84"
            rx="12"
          />
          {index === 0 ? (
            <path className={styles.plus} d={`M${WIDTH / 2} 63v14M${WIDTH / 2 - 7} 70h14`} />
          ) : null}
          {index === 3 ? (
            <rect className={styles.blank} x="0" y="126" width={WIDTH} height="84" rx="12" />
          ) : null}
        </g>
      ))}
    </svg>
  );
}
