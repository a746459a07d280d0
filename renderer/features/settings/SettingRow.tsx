import type { ReactNode } from 'react';
import styles from './Settings.module.css';

/** A setting with its word, its explanation and its control. */
export function SettingRow(props: {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles.row}>
      <div className={styles.rowText}>
        <p className={styles.rowTitle}>{props.title}</p>
        {props.text ? <p className={styles.rowNote}>{props.text}</p> : null}
      </div>
      {props.children}
    </div>
  );
}
