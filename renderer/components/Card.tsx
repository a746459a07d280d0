import { type ReactNode, useId } from 'react';
import styles from './Card.module.css';
import { classes } from './class-names.ts';

export interface CardProps {
  readonly title?: ReactNode;
  /** Greyed, after the title. */
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  /** Rows reach from edge to edge under a line below the title. */
  readonly flush?: boolean;
  /** For what needs the operator. */
  readonly accented?: boolean;
  readonly children: ReactNode;
}

export function Card({ title, note, action, flush = false, accented = false, children }: CardProps) {
  const id = useId();
  return (
    <section
      className={classes(styles.card, accented && styles.accented)}
      aria-labelledby={title ? id : undefined}
    >
      {title ? (
        <header className={classes(styles.header, flush && styles.ruled)}>
          <h2 id={id}>{title}</h2>
          {note !== undefined && note !== null ? <span className={styles.note}>{note}</span> : null}
          {action ? <span className={styles.action}>{action}</span> : null}
        </header>
      ) : null}
      <div className={flush ? styles.flush : classes(styles.body, title ? styles.belowTitle : undefined)}>
        {children}
      </div>
    </section>
  );
}

/** Two columns of cards; they stand below each other where there is no room. */
export function Columns({
  main,
  side,
  ratio = 'even',
}: {
  readonly main: ReactNode;
  readonly side: ReactNode;
  readonly ratio?: 'even' | 'narrow-side';
}) {
  return (
    <div className={classes(styles.columns, ratio === 'even' ? styles.even : styles.narrowSide)}>
      <div className={styles.column}>{main}</div>
      <div className={styles.column}>{side}</div>
    </div>
  );
}
