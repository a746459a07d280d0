import { t } from '#shared/i18n/translate.ts';
import { useNode } from '../../app/context.tsx';
import { initialOf } from '../../components/Avatar.tsx';
import { seatAt } from '../../components/seats.ts';
import styles from './Drawing.module.css';

const SEATS = 7;
/** Fewer than this cannot decide together. */
const QUORATE = 3;
const ELLIPSE = { cx: 206, cy: 140, rx: 180, ry: 110 };
const RADIUS = 26;

/** Seven seats: mine, those of known peers, and a plus on those that a cell still needs. */
export function SeatsDrawing() {
  const me = useNode((node) => node.me?.name ?? '');
  const peers = useNode((node) => node.peers);
  const people = [{ name: me, order: 0 }, ...[...peers].sort((a, b) => a.order - b.order)].slice(0, SEATS);
  const open = Math.max(QUORATE, Math.min(SEATS, people.length + 1));
  return (
    <svg
      role="img"
      aria-label={t('empty.sync.drawing', { n: people.length })}
      className={styles.drawing}
      width="412"
      height="280"
      viewBox="0 0 412 280"
    >
      {Array.from({ length: SEATS }, (_, index) => {
        const seat = seatAt(index, SEATS, ELLIPSE);
        const person = people[index];
        if (person) {
          return (
            <g key={`${seat.x} ${seat.y}`} data-member={person.order % 7} className={styles.member}>
              <circle cx={seat.x} cy={seat.y} r={RADIUS} className={index === 0 ? styles.me : undefined} />
              <text className={styles.letter} x={seat.x} y={seat.y + 6.5}>
                {initialOf(person.name)}
              </text>
            </g>
          );
        }
        return (
          <g key={`${seat.x} ${seat.y}`}>
            <circle
              cx={seat.x}
              cy={seat.y}
              r={RADIUS - 1}
              className={index < open ? styles.seatOpen : styles.seatFree}
            />
            {index < open ? (
              <path className={styles.plus} d={`M${seat.x} ${seat.y - 6}v12M${seat.x - 6} ${seat.y}h12`} />
            ) : null}
          </g>
        );
      })}
      <text className={styles.heading} x={ELLIPSE.cx} y={ELLIPSE.cy - 4}>
        {t('empty.sync.inside', { n: people.length })}
      </text>
      <text className={styles.caption} x={ELLIPSE.cx} y={ELLIPSE.cy + 18}>
        {t('empty.sync.insideDetail')}
      </text>
    </svg>
  );
}
