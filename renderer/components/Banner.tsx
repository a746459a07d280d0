import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { classes } from './class-names.ts';
import { StateMark } from './StateMark.tsx';

/** Stays while it is true: what, consequence, how it goes on. */
export function Banner({
  tone,
  title,
  children,
  actions,
}: {
  readonly tone: 'bad' | 'warn';
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <section role="alert" className={classes(styles.banner, styles[tone])}>
      <StateMark mark={tone === 'bad' ? 'stop' : 'caution'} size={17} />
      <div className={styles.text}>
        <h2>{title}</h2>
        <p>{children}</p>
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </section>
  );
}
