import { useRef } from 'react';
import type { BridgeView } from '#shared/contract/domain/bridge.ts';
import type { OutsideView } from '#shared/contract/domain/trust.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { classes } from '../../components/class-names.ts';
import { useWidth } from '../../state/use-width.ts';
import { bridgeState } from './bridge-state.ts';
import styles from './UnitMap.module.css';

/** Two cells stand in a row with this one, more around it. */
const heightFor = (cells: number): number => (cells > 2 ? 230 : 90);
const BOX = { width: 148, height: 50 };

/** The cell and those to which it has a bridge: a double line each, dashed once its day is over. */
export function UnitMap(props: {
  readonly name: string;
  readonly bridges: readonly BridgeView[];
  readonly outside: readonly OutsideView[];
}) {
  const { name, bridges, outside } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 640);
  const height = heightFor(bridges.length);
  const centre = { x: width / 2, y: height / 2 };
  const spread = { x: width / 2 - BOX.width / 2 - 6, y: height / 2 - BOX.height / 2 - 6 };
  const placed = bridges.map((bridge, at) => {
    // From the left, around; two of them face each other.
    const angle = Math.PI + (2 * Math.PI * at) / bridges.length;
    return { bridge, x: centre.x + spread.x * Math.cos(angle), y: centre.y + spread.y * Math.sin(angle) };
  });
  const known = (cell: string) => outside.filter((one) => one.cell === cell).length;
  const sentence = t('bridges.map.sentence', {
    name: visibleLine(name),
    list: bridges.map((one) => `${visibleLine(one.name)}: ${bridgeState(one)}`).join('; '),
  });
  return (
    <div ref={box} className={styles.box}>
      <svg role="img" aria-label={sentence} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {placed.map(({ bridge, x, y }) => (
          <g key={bridge.cell} className={classes(styles.bridge, bridge.isOver && styles.over)}>
            {[-2, 2].map((by) => (
              <line key={by} x1={centre.x} y1={centre.y + by} x2={x} y2={y + by} />
            ))}
          </g>
        ))}
        <Square x={centre.x} y={centre.y} title={visibleLine(name, 18)} note={t('bridges.map.here')} isHere />
        {placed.map(({ bridge, x, y }) => (
          <Square
            key={bridge.cell}
            x={x}
            y={y}
            title={visibleLine(bridge.name, 18)}
            note={bridge.isOver ? t('bridges.map.over') : t('bridges.map.known', { n: known(bridge.cell) })}
          />
        ))}
      </svg>
    </div>
  );
}

function Square(props: {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly note: string;
  readonly isHere?: boolean;
}) {
  const { x, y, title, note, isHere = false } = props;
  return (
    <g className={classes(styles.cell, isHere && styles.here)}>
      <rect x={x - BOX.width / 2} y={y - BOX.height / 2} width={BOX.width} height={BOX.height} rx={8} />
      <text x={x} y={y - 3} className={styles.title}>
        {title}
      </text>
      <text x={x} y={y + 15} className={styles.note}>
        {note}
      </text>
    </g>
  );
}
