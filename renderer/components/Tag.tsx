import type { ReactNode } from 'react';
import { classes } from './class-names.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Tag.module.css';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

/** Always with a word. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ReactNode;
}) {
  return (
    <span className={classes(styles.tag, styles[tone])}>
      {icon ? <Icon name={icon} size={13} /> : null}
      {children}
    </span>
  );
}

/** A number in a round pill; `label` says what is counted. */
export function Count({
  value,
  label,
  tone = 'neutral',
}: {
  readonly value: number;
  readonly label: string;
  readonly tone?: 'neutral' | 'accent';
}) {
  return (
    <span className={classes(styles.count, tone === 'accent' && styles.countAccent)}>
      <span aria-hidden="true">{value > 99 ? '99+' : value}</span>
      <span className="visuallyHidden">{label}</span>
    </span>
  );
}

export function Key({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
