import { useRef } from 'react';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import type { PeerReason } from '#shared/words/reasons/peer-reason.ts';
import { t } from '#shared/words/translate.ts';
import { initialOf } from '../../components/Avatar.tsx';
import lines from '../../components/CellMap.module.css';
import { linkStyle } from '../../components/CellMap.tsx';
import { classes } from '../../components/class-names.ts';
import { StateMark } from '../../components/StateMark.tsx';
import { between, type Ellipse, type Seat, seatAt } from '../../components/seats.ts';
import { useWidth } from '../../state/use-width.ts';
import styles from './SyncMap.module.css';

export interface Judged {
  readonly peer: Peer;
  readonly reason: PeerReason;
}

const HEIGHT = 352;
const RADIUS = 26;
/** Below this, names stand above and below their seats. */
const ROOMY = 560;

function ellipseFor(width: number, roomy: boolean): Ellipse {
  const rx = roomy ? Math.min(208, width / 2 - 150) : Math.max(90, width / 2 - 60);
  return { cx: width / 2, cy: roomy ? 184 : 176, rx, ry: roomy ? 142 : 112 };
}

/** Me on top, members in their seats, a line to each that says how the connection is and what waits on it. */
export function SyncMap(props: {
  readonly cellName: string;
  readonly me: { readonly name: string; readonly order: number };
  readonly peers: readonly Judged[];
  readonly past: boolean;
}) {
  const { cellName, me, past } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 720);
  const roomy = width >= ROOMY;
  const ellipse = ellipseFor(width, roomy);
  const count = props.peers.length + 1;
  const mySeat = seatAt(0, count, ellipse);
  const placed = props.peers.map((one, index) => ({ ...one, seat: seatAt(index + 1, count, ellipse) }));
  const list = placed.map(({ reason }) => `${reason.side.name}: ${reason.sentence}`).join(' ');
  const label = t('sync.map.label', {
    cell: visibleLine(cellName, 60),
    me: visibleLine(me.name, 40),
    n: placed.length,
    list,
  });
  return (
    <div ref={box} className={styles.box} style={{ blockSize: HEIGHT }}>
      <svg role="img" aria-label={label} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {placed.map(({ peer, reason, seat }) => (
          <line
            key={peer.did}
            className={lines[linkStyle(reason, past)]}
            {...between(mySeat, seat, RADIUS + 5)}
          />
        ))}
        <Member
          name={me.name}
          order={me.order}
          seat={mySeat}
          ellipse={ellipse}
          roomy={roomy}
          sub={t('sync.map.you')}
          mine
        />
        {placed.map(({ peer, reason, seat }) => (
          <Member
            key={peer.did}
            name={peer.name}
            order={peer.order}
            seat={seat}
            ellipse={ellipse}
            roomy={roomy}
            sub={reason.short}
            reason={reason}
            past={past}
          />
        ))}
      </svg>
      {placed.map(({ peer, reason, seat }) => (
        <Pill key={peer.did} peer={peer} reason={reason} from={mySeat} to={seat} past={past} />
      ))}
    </div>
  );
}

/** What waits or moves on a line, in its middle; the map's name says the same to readers. */
function Pill(props: Judged & { readonly from: Seat; readonly to: Seat; readonly past: boolean }) {
  const { peer, reason, from, to, past } = props;
  const moving =
    reason.state === 'sending' ? peer.sending : reason.state === 'receiving' ? peer.receiving : null;
  const text = moving
    ? t('sync.map.transfer', { done: moving.done, total: moving.total })
    : peer.waitingMessages > 0
      ? t('sync.map.wait', { n: peer.waitingMessages })
      : null;
  if (!text) return null;
  return (
    <span
      aria-hidden="true"
      className={classes(styles.pill, moving && !past ? styles.live : undefined)}
      style={{ left: (from.x + to.x) / 2, top: (from.y + to.y) / 2 }}
    >
      {text}
    </span>
  );
}

function Member(props: {
  readonly name: string;
  readonly order: number;
  readonly seat: Seat;
  readonly ellipse: Ellipse;
  readonly roomy: boolean;
  readonly sub: string;
  readonly mine?: boolean;
  readonly past?: boolean;
  readonly reason?: PeerReason;
}) {
  const { seat, ellipse, reason, mine = false, past = false } = props;
  const away = reason?.mark === 'offline';
  return (
    <g data-member={((props.order % 7) + 7) % 7}>
      <circle
        className={mine ? lines.mine : away ? lines.away : lines.disc}
        cx={seat.x}
        cy={seat.y}
        r={RADIUS}
      />
      <text
        className={classes(away ? lines.awayLetter : lines.letter, styles.letter)}
        x={seat.x}
        y={seat.y + 6}
      >
        {initialOf(props.name)}
      </text>
      <Label
        name={visibleLine(props.name, 18)}
        sub={props.roomy ? props.sub : null}
        place={labelPlace(seat, ellipse, props.roomy)}
      />
      {reason ? (
        <g transform={`translate(${seat.x + 11} ${seat.y + 11})`}>
          <circle className={lines.gap} cx="8" cy="8" r="9.5" />
          <StateMark mark={past ? 'waiting' : reason.mark} size={16} />
        </g>
      ) : null}
    </g>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Beside the seat, on its outer side; without room above or below it. */
function labelPlace(seat: Seat, ellipse: Ellipse, roomy: boolean): Place {
  if (!roomy) {
    const above = seat.y <= ellipse.cy;
    return { x: seat.x, y: above ? seat.y - RADIUS - 9 : seat.y + RADIUS + 19, anchor: 'middle' };
  }
  const before = seat.x < ellipse.cx - 1;
  const top = seat.y < ellipse.cy - ellipse.ry + 1;
  return {
    x: before ? seat.x - RADIUS - 12 : seat.x + RADIUS + 12,
    // Lines leave the topmost seat downwards on both sides.
    y: top ? seat.y - 11 : seat.y - 1,
    anchor: before ? 'end' : 'start',
  };
}

function Label({
  name,
  sub,
  place,
}: {
  readonly name: string;
  readonly sub: string | null;
  readonly place: Place;
}) {
  return (
    <>
      <text className={styles.name} x={place.x} y={place.y} textAnchor={place.anchor}>
        {name}
      </text>
      {sub ? (
        <text className={styles.sub} x={place.x} y={place.y + 17} textAnchor={place.anchor}>
          {sub}
        </text>
      ) : null}
    </>
  );
}
