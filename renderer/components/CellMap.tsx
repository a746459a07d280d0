import type { Peer } from '#shared/contract/domain/peer.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import type { PeerReason } from '#shared/words/reasons/peer-reason.ts';
import { t } from '#shared/words/translate.ts';
import { initialOf } from './Avatar.tsx';
import styles from './CellMap.module.css';
import { StateMark } from './StateMark.tsx';
import { between, type Ellipse, type Seat, seatAt } from './seats.ts';

const WIDTH = 440;
const HEIGHT = 236;
const RADIUS = 17;
const ELLIPSE: Ellipse = { cx: WIDTH / 2, cy: 122, rx: 104, ry: 76 };

interface Placed {
  readonly peer: Peer;
  readonly reason: PeerReason;
}

/** Me on top, peers in their seats, a line to each that says how the connection is. */
export function CellMap({
  myName,
  myOrder = 0,
  peers,
  past,
}: {
  readonly myName: string;
  readonly myOrder?: number;
  readonly peers: readonly Placed[];
  readonly past: boolean;
}) {
  // Alone, two open places show what the map is for.
  const openPlaces = peers.length === 0 ? 2 : 0;
  const count = peers.length + openPlaces + 1;
  const me = seatAt(0, count, ELLIPSE);
  const placed = [...peers]
    .sort((a, b) => a.peer.order - b.peer.order)
    .map((one, index) => ({ ...one, seat: seatAt(index + 1, count, ELLIPSE) }));
  const list = placed.map(({ reason }) => `${reason.side.name}: ${reason.sentence}`).join(' ');
  return (
    <svg
      role="img"
      aria-label={t('overview.map', { me: myName, n: peers.length, list })}
      className={styles.map}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      {placed.map(({ peer, reason, seat }) => (
        <line key={peer.did} className={styles[linkStyle(reason, past)]} {...between(me, seat, RADIUS + 5)} />
      ))}
      {Array.from({ length: openPlaces }, (_, index) => seatAt(index + 1, count, ELLIPSE)).map((seat) => (
        <g key={seat.x}>
          <line className={styles.waiting} {...between(me, seat, RADIUS + 5)} />
          <circle className={styles.open} cx={seat.x} cy={seat.y} r={RADIUS} />
          <path className={styles.plus} d={`M${seat.x} ${seat.y - 5}v10M${seat.x - 5} ${seat.y}h10`} />
        </g>
      ))}
      <Member name={myName} order={myOrder} seat={me} mine />
      {placed.map(({ peer, reason, seat }) => (
        <Member
          key={peer.did}
          name={peer.name}
          order={peer.order}
          seat={seat}
          reason={reason}
          past={past}
          away={reason.mark === 'offline'}
        />
      ))}
    </svg>
  );
}

/** How the line to a member is drawn. */
export function linkStyle(reason: PeerReason, past: boolean): 'connected' | 'moving' | 'waiting' | 'stopped' {
  switch (reason.mark) {
    case 'ok':
      return 'connected';
    case 'up':
    case 'down':
      return past ? 'waiting' : 'moving';
    case 'stop':
      return 'stopped';
    default:
      return 'waiting';
  }
}

function Member(props: {
  readonly name: string;
  readonly order: number;
  readonly seat: Seat;
  readonly mine?: boolean;
  readonly away?: boolean;
  readonly past?: boolean;
  readonly reason?: PeerReason;
}) {
  const { name, order, seat, mine = false, away = false, reason, past = false } = props;
  const above = seat.y <= ELLIPSE.cy;
  return (
    <g data-member={((order % 7) + 7) % 7}>
      <circle
        className={mine ? styles.mine : away ? styles.away : styles.disc}
        cx={seat.x}
        cy={seat.y}
        r={RADIUS}
      />
      <text className={away ? styles.awayLetter : styles.letter} x={seat.x} y={seat.y + 4.5}>
        {initialOf(name)}
      </text>
      <text className={styles.name} x={seat.x} y={above ? seat.y - RADIUS - 8 : seat.y + RADIUS + 18}>
        {visibleLine(name, 18)}
      </text>
      {reason ? (
        <g transform={`translate(${seat.x + 6} ${seat.y + 6})`}>
          <circle className={styles.gap} cx="6.5" cy="6.5" r="8" />
          <StateMark mark={past ? 'waiting' : reason.mark} size={13} />
        </g>
      ) : null}
    </g>
  );
}
