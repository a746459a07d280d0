import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { Avatar, initialOf } from './Avatar.tsx';
import styles from './Seats.module.css';
import type { MarkShape } from './StateMark.tsx';

export interface SeatLook {
  readonly scid: string;
  readonly name: string;
  readonly order: number;
  readonly choice: Choice | null;
}

const CHOICE_MARKS: Readonly<Record<Choice, MarkShape>> = {
  APPROVE: 'ok',
  REJECT: 'stop',
  ABSTAIN: 'abstain',
};

/** One circle a member: dashed until it has voted, then its tint with the mark of its vote. */
export function Seats({
  seats,
  label,
  size = 26,
}: {
  readonly seats: readonly SeatLook[];
  /** Who voted what, for readers. */
  readonly label: string;
  readonly size?: number;
}) {
  return (
    <span role="img" aria-label={label} className={styles.seats}>
      {seats.map((seat) =>
        seat.choice === null ? (
          <span
            key={seat.scid}
            className={styles.empty}
            style={{ inlineSize: size, blockSize: size, fontSize: Math.round(size * 0.4) }}
            title={visibleLine(seat.name, 40)}
          >
            {initialOf(seat.name)}
          </span>
        ) : (
          <Avatar
            key={seat.scid}
            name={seat.name}
            order={seat.order}
            size={size}
            mark={CHOICE_MARKS[seat.choice]}
          />
        ),
      )}
    </span>
  );
}
