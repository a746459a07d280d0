import { t } from '#shared/words/translate.ts';
import { between, seatAt } from '../seats.ts';
import styles from './Drawing.module.css';

const ELLIPSE = { cx: 170, cy: 112, rx: 132, ry: 84 };
const COUNT = 5;
const EDGES = [
  [0, 1],
  [0, 3],
  [1, 3],
  [2, 4],
  [4, 0],
] as const;

/** Members without endorsements between them. */
export function ReputationDrawing() {
  const seats = Array.from({ length: COUNT }, (_, index) => seatAt(index, COUNT, ELLIPSE));
  return (
    <svg
      role="img"
      aria-label={t('empty.reputation.drawing')}
      className={styles.drawing}
      width="340"
      height="224"
      viewBox="0 0 340 224"
    >
      {EDGES.map(([from, to]) => {
        const a = seats[from];
        const b = seats[to];
        return a && b ? <line key={`${from} ${to}`} className={styles.link} {...between(a, b, 30)} /> : null;
      })}
      {seats.map((seat, index) => (
        <circle
          key={`${seat.x} ${seat.y}`}
          className={index === 0 ? styles.mine : styles.seatFree}
          cx={seat.x}
          cy={seat.y}
          r={index === 0 ? 26 : 17 + ((index * 5) % 9)}
        />
      ))}
    </svg>
  );
}
