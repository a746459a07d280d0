import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { Trust } from '#shared/contract/domain/trust.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import {
  curveBetween,
  type GraphEdge,
  type GraphMember,
  neighbourIn,
  trustLayout,
} from '../../charts/trust-layout.ts';
import { initialOf } from '../../components/Avatar.tsx';
import { classes } from '../../components/class-names.ts';
import { routeHref } from '../../state/routes.ts';
import { useRoving } from '../../state/use-roving.ts';
import { useWidth } from '../../state/use-width.ts';
import styles from './TrustGraph.module.css';
import { graphLabel, NEARLY_FADED, points } from './trust-words.ts';

const HEIGHT = 410;
const MARGIN = 30;

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;

export interface TrustGraphProps {
  readonly trust: Trust;
  readonly orders: ReadonlyMap<string, number>;
  readonly selected: string | null;
}

/** Half of what a letter takes up at most, in pixels. */
const HALF_LETTER = 5;

/** The middle of a label: that of its member, or as near to it as the frame allows. */
function labelPlace(x: number, label: string, width: number): number {
  const half = Math.min(width / 2, Array.from(label).length * HALF_LETTER);
  return Math.min(Math.max(x, half), width - half);
}

/** Who vouches for whom. It is settled before it is painted, then still; selecting a member lights what comes in. */
export function TrustGraph({ trust, orders, selected }: TrustGraphProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 708);
  const settle = useRoving(box);
  const members = trust.ranks.map(
    ({ scid, score }): GraphMember => ({ scid, radius: 17 + 70 * (score / 1_000_000_000) }),
  );
  const edges = trust.ranks.flatMap(({ scid, parts }) =>
    parts.map((part): GraphEdge => ({ from: part.scid, to: scid, weight: part.weight })),
  );
  // Scores change from day to day; the places change only with who is there and who vouches for whom.
  const shape = `${width} ${members.map(({ scid }) => scid).join()} ${edges.map(({ from, to }) => `${from}>${to}`).join()}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says what the places depend on
  const places = useMemo(
    () => trustLayout(members, edges, { width, height: HEIGHT, margin: MARGIN }),
    [shape],
  );
  const circle = (scid: string) => {
    const place = places.get(scid);
    const member = members.find((one) => one.scid === scid);
    return place && member ? { ...place, radius: member.radius } : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = ARROWS.find((one) => one === event.key);
    const from = event.target instanceof Element ? event.target.getAttribute('data-scid') : null;
    if (!key || !from) return;
    const next = neighbourIn(places, from, key);
    const target = [...(box.current?.querySelectorAll<SVGAElement>('[data-item]') ?? [])].find(
      (one) => one.dataset.scid === next,
    );
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the members, which are links
    <div
      ref={box}
      data-list=""
      className={styles.box}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target.matches('[data-item]')) settle(event.target);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a group of links in a drawing */}
      <svg
        role="group"
        aria-label={graphLabel(trust)}
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
      >
        <g>
          {edges.map(({ from, to, weight }) => {
            const [a, b] = [circle(from), circle(to)];
            if (!a || !b) return null;
            const { path, arrow } = curveBetween(a, b);
            const faded = weight < NEARLY_FADED;
            return (
              <g key={`${from} ${to}`} className={classes(styles.edge, to === selected && styles.incoming)}>
                <path
                  d={path}
                  fill="none"
                  strokeWidth={1 + 3.2 * weight}
                  strokeDasharray={faded ? '4 4' : undefined}
                />
                <path d={arrow} className={styles.arrow} />
              </g>
            );
          })}
        </g>
        {trust.ranks.map(({ scid, name, score }) => {
          const at = circle(scid);
          if (!at) return null;
          const shown = visibleLine(name, 16);
          const below = at.y > HEIGHT * 0.55;
          return (
            <g key={scid} data-member={(orders.get(scid) ?? 6) % 7} className={styles.member}>
              <a
                href={routeHref('reputation', scid)}
                data-item=""
                data-scid={scid}
                aria-current={scid === selected ? 'true' : undefined}
              >
                <circle cx={at.x} cy={at.y} r={at.radius} />
                <text
                  className={styles.label}
                  x={labelPlace(at.x, `${shown} ${points(score)}`, width)}
                  y={below ? at.y + at.radius + 19 : at.y - at.radius - 9}
                >
                  <tspan className={styles.name}>{shown}</tspan> {points(score)}
                </text>
              </a>
              {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: text of a drawing takes no focus */}
              <text aria-hidden="true" className={styles.initial} x={at.x} y={at.y + 5}>
                {initialOf(name)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
