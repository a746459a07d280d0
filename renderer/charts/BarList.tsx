import styles from './BarList.module.css';

export interface BarListItem {
  readonly id: string;
  readonly label: string;
  /** 0 to 1 of the track. */
  readonly share: number;
  readonly value: string;
  readonly current: boolean;
}

/** Bars with their words and figures beside them: the text twin is part of the drawing. */
export function BarList({ items }: { readonly items: readonly BarListItem[] }) {
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.id} className={styles.row} data-current={item.current}>
          <span>{item.label}</span>
          <span className={styles.track} aria-hidden="true">
            <span style={{ inlineSize: `${Math.min(1, Math.max(0, item.share)) * 100}%` }} />
          </span>
          <span className={styles.value}>{item.value}</span>
        </li>
      ))}
    </ul>
  );
}
