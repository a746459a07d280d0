import type { ReactNode } from 'react';
import type { Mark } from '#shared/words/reasons/mark.ts';
import { classes } from './class-names.ts';
import styles from './StateMark.module.css';

export type MarkShape = Mark | 'current' | 'to-come' | 'abstain';

const disc = <circle className={styles.fill} cx="8" cy="8" r="7" />;

const SHAPES: Readonly<Record<MarkShape, ReactNode>> = {
  ok: (
    <>
      {disc}
      <path className={styles.cut} d="m4.9 8.2 2.1 2.1 4.1-4.5" />
    </>
  ),
  up: (
    <>
      {disc}
      <path className={styles.cut} d="M8 11.2V5M5.4 7.4 8 4.8l2.6 2.6" />
    </>
  ),
  down: (
    <>
      {disc}
      <path className={styles.cut} d="M8 4.8V11M5.4 8.6 8 11.2l2.6-2.6" />
    </>
  ),
  offline: <circle className={styles.ring} cx="8" cy="8" r="6" />,
  caution: (
    <>
      <path className={styles.fill} d="M8 1.2 15.4 14.2H.6z" />
      <path className={styles.cut} d="M8 6v3.6M8 11.9v.01" />
    </>
  ),
  stop: (
    <>
      <path className={styles.fill} d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
      <path className={styles.cut} d="m5.7 5.7 4.6 4.6M10.3 5.7l-4.6 4.6" />
    </>
  ),
  waiting: <circle className={styles.dashed} cx="8" cy="8" r="6" />,
  current: (
    <>
      <circle className={styles.ring} cx="8" cy="8" r="6" />
      <circle className={styles.fill} cx="8" cy="8" r="2.8" />
    </>
  ),
  'to-come': <circle className={styles.thin} cx="8" cy="8" r="6.3" />,
  abstain: (
    <>
      {disc}
      <path className={styles.cut} d="M4.8 8h6.4" />
    </>
  ),
};

const TONES: Readonly<Record<MarkShape, string | undefined>> = {
  ok: styles.ok,
  up: styles.accent,
  down: styles.accent,
  offline: styles.off,
  caution: styles.warn,
  stop: styles.bad,
  waiting: styles.off,
  current: styles.accent,
  'to-come': styles.off,
  abstain: styles.off,
};

/** Shape first, then word, then colour; the word is the sentence beside it, so readers skip the mark. */
export function StateMark({ mark, size = 16 }: { readonly mark: MarkShape; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      data-mark={mark}
      className={classes(styles.mark, TONES[mark])}
      width={size}
      height={size}
      viewBox="0 0 16 16"
    >
      {SHAPES[mark]}
    </svg>
  );
}
