import styles from './BrandMark.module.css';

/** Three sheets, one above the other. */
export function BrandMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" className={styles.mark} width={size} height={size} viewBox="0 0 28 28">
      <rect className={styles.ground} width="28" height="28" rx="7" />
      <g className={styles.sheets}>
        <path d="M14 7.2 20.6 10.6 14 14 7.4 10.6Z" />
        <path d="M7.4 14 14 17.4 20.6 14" />
        <path d="M7.4 17.4 14 20.8 20.6 17.4" />
      </g>
    </svg>
  );
}
