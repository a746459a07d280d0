import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  /** A drawing of the page's own parts. */
  readonly drawing: ReactNode;
  /** An action as title. */
  readonly title: string;
  readonly text: string;
  readonly actions?: ReactNode;
  readonly note?: string;
}

export function EmptyState({ drawing, title, text, actions, note }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <div className={styles.drawing}>{drawing}</div>
      <h2>{title}</h2>
      <p className={styles.text}>{text}</p>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
      {note ? <p className={styles.note}>{note}</p> : null}
    </div>
  );
}
