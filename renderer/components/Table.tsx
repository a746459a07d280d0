import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { classes } from './class-names.ts';
import styles from './Table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly numeric?: boolean;
  readonly width?: string;
  /** More room before it, after a column of figures. */
  readonly spaced?: boolean;
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

/** A table that draws only what is seen once it has more than 100 rows. It scrolls with the page's main area. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, total, isCurrent, onRow } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = rows.length > VIRTUAL_OVER;
  const [view, setView] = useState({ from: 0, to: VIRTUAL_OVER, rowHeight: 38 });

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
  }, [virtual]);

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
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classes(column.numeric && styles.numeric, column.spaced && styles.spaced)}
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
                <td
                  key={column.id}
                  className={classes(column.numeric && styles.numeric, column.spaced && styles.spaced)}
                >
                  {column.cell(row)}
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
