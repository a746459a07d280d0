import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { classes } from './class-names.ts';
import styles from './Table.module.css';
import { useFitting } from './use-fitting.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly numeric?: boolean;
  readonly width?: string;
  /** More room before it, after a column of figures. */
  readonly spaced?: boolean;
  /** Prose: its lines wrap before anything else gives way. */
  readonly wraps?: boolean;
  /** Where there is no room for all columns, those with a place here leave, 1 first; the row shows them below. */
  readonly leaves?: number;
  /** The column below which they are shown; the first one unless it is said. */
  readonly takesIn?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** All rows there are, when only some are loaded. */
  readonly total?: number;
  readonly isCurrent?: (row: Row) => boolean;
  /** A click anywhere in the row; the row's first cell holds a link that does the same. */
  readonly onRow?: (row: Row) => void;
}

const VIRTUAL_OVER = 100;
const OVERSCAN = 12;

/**
 * A table that draws only what is seen once it has more than 100 rows. It scrolls with the page's main area, and never
 * sideways: columns leave in their order, and when none is left to leave, everything wraps.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { label, rows, rowKey, total, isCurrent, onRow } = props;
  const box = useRef<HTMLDivElement>(null);
  const leaving = leavingOrder(props.columns);
  const steps = useFitting(box, leaving.length + 1);
  const left = new Set(leaving.slice(0, steps));
  const columns = props.columns.filter((column) => !left.has(column));
  const below = props.columns.filter((column) => left.has(column));
  const takesIn = columns.find((column) => column.takesIn) ?? columns[0];
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = rows.length > VIRTUAL_OVER;
  const [view, setView] = useState({ from: 0, to: VIRTUAL_OVER, rowHeight: 38 });

  // biome-ignore lint/correctness/useExhaustiveDependencies: columns that leave make the rows higher
  useLayoutEffect(() => {
    const element = body.current;
    const scroller = element?.closest('[data-scroller]');
    if (!virtual || !element || !scroller) return;
    const measure = () => {
      const sample = element.querySelector('tr[data-row]');
      const rowHeight = sample?.getBoundingClientRect().height || 38;
      const top = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
      const seen = Math.ceil(scroller.clientHeight / rowHeight) + 2 * OVERSCAN;
      setView((old) =>
        old.from === from && old.to === from + seen && old.rowHeight === rowHeight
          ? old
          : { from, to: from + seen, rowHeight },
      );
    };
    measure();
    scroller.addEventListener('scroll', measure, { passive: true });
    const resized = new ResizeObserver(measure);
    resized.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', measure);
      resized.disconnect();
    };
  }, [virtual, steps]);

  const from = virtual ? Math.min(view.from, Math.max(0, rows.length - 1)) : 0;
  const to = virtual ? Math.min(view.to, rows.length) : rows.length;
  const gap = (count: number) =>
    count > 0 ? (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that only takes up room has nothing to focus
      <tr aria-hidden="true">
        <td colSpan={columns.length} className={styles.gap} style={{ blockSize: count * view.rowHeight }} />
      </tr>
    ) : null;

  return (
    <div ref={box} className={classes(styles.scroll, steps > leaving.length && styles.tight)}>
      <table className={styles.table} aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={look(column)}
                style={column.width ? { inlineSize: column.width } : {}}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {gap(from)}
          {rows.slice(from, to).map((row, index) => (
            <tr
              key={rowKey(row)}
              data-row=""
              aria-rowindex={from + index + 2}
              data-current={isCurrent?.(row) || undefined}
              onClick={onRow ? () => onRow(row) : undefined}
            >
              {columns.map((column) => (
                <td key={column.id} className={look(column)}>
                  {column.cell(row)}
                  {column === takesIn && below.length > 0 ? <Below columns={below} row={row} /> : null}
                </td>
              ))}
            </tr>
          ))}
          {gap(rows.length - to)}
        </tbody>
      </table>
    </div>
  );
}

function leavingOrder<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  return columns
    .filter((column) => column.leaves !== undefined)
    .sort((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0));
}

function look<Row>({ numeric, spaced, wraps }: Column<Row>): string {
  return classes(numeric && styles.numeric, spaced && styles.spaced, wraps && styles.wraps);
}

/** What the columns that left say of a row, each with its title. */
function Below<Row>({ columns, row }: { readonly columns: readonly Column<Row>[]; readonly row: Row }) {
  return (
    <span className={styles.below}>
      {columns.map((column) => (
        <span key={column.id}>
          <span className={styles.belowTitle}>{column.title}</span> {column.cell(row)}
        </span>
      ))}
    </span>
  );
}
