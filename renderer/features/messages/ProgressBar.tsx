import styles from './FileCard.module.css';

/** A bar whose twin in words stands beside it. */
export function ProgressBar(props: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** The same in words. */
  readonly says: string;
}) {
  const { label, done, total, says } = props;
  return (
    <progress
      className={styles.bar}
      aria-label={label}
      aria-valuetext={says}
      max={Math.max(1, total)}
      value={Math.min(done, total)}
    />
  );
}
