import { t } from '#shared/words/translate.ts';
import styles from './Drawing.module.css';

const LANES = [
  [0, 52, 104, 208, 312],
  [52, 156, 260],
  [104, 208, 260, 364],
] as const;

/** One lane for each author, with places for receipts in the order of their causes. */
export function ChainDrawing() {
  return (
    <svg
      role="img"
      aria-label={t('empty.chain.drawing')}
      className={styles.drawing}
      width="460"
      height="176"
      viewBox="0 0 460 176"
    >
      <path className={styles.link} d="M94 40C118 40 82 92 106 92M146 92C170 92 134 144 158 144" />
      {LANES.map((places, lane) => (
        <g key={places.length} transform={`translate(0 ${24 + lane * 52})`}>
          <circle className={styles.member} data-member={lane} cx="16" cy="16" r="13" />
          <path className={styles.link} d="M44 16H452" />
          {places.map((x, index) => (
            <rect
              key={x}
              className={lane === 0 && index === 0 ? styles.mine : styles.block}
              x={54 + x}
              y="5"
              width="40"
              height="22"
              rx="7"
            />
          ))}
        </g>
      ))}
      <path className={styles.plus} d="M74 35v10M69 40h10" />
    </svg>
  );
}
