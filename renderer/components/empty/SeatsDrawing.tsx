import { MEMBERS_MAX, MEMBERS_MIN } from '#shared/protocol/limits.ts';
import { t } from '#shared/words/translate.ts';
import { useCell } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { initialOf } from '../Avatar.tsx';
import { seatAt } from '../seats.ts';
import styles from './Drawing.module.css';

const ELLIPSE = { cx: 206, cy: 140, rx: 180, ry: 110 };
const RADIUS = 26;

/** Seven seats: mine, those of the other members, and a plus on those that a cell still needs. */
export function SeatsDrawing() {
  const me = useNode((node) => node.me?.name ?? '');
  const cell = useCell();
  const members = cell?.members ?? [{ name: me, order: 0, me: true }];
  const people = [...members].sort((a, b) => Number(b.me) - Number(a.me) || a.order - b.order);
  const open = Math.max(MEMBERS_MIN, Math.min(MEMBERS_MAX, people.length + 1));
  return (
    <svg
      role="img"
      aria-label={t('empty.sync.drawing', { n: cell ? people.length : 0 })}
      className={styles.drawing}
      width="412"
      height="280"
      viewBox="0 0 412 280"
    >
      {Array.from({ length: MEMBERS_MAX }, (_, index) => {
        const seat = seatAt(index, MEMBERS_MAX, ELLIPSE);
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
        {cell ? t('empty.sync.inside', { n: people.length }) : t('empty.sync.insideNone')}
      </text>
      <text className={styles.caption} x={ELLIPSE.cx} y={ELLIPSE.cy + 18}>
        {cell
          ? t('empty.sync.moreSeats', { n: Math.max(0, MEMBERS_MIN - people.length) })
          : t('empty.sync.insideDetail')}
      </text>
    </svg>
  );
}
