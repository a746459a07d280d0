import { Component, type ReactNode } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button } from '../components/Button.tsx';
import { reloadPage } from '../state/session-key.ts';
import styles from './App.module.css';

interface State {
  readonly message: string | null;
}

/** A fault in the dashboard is said, and does not end in a white window. The node goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <main className={styles.waiting}>
        <h1>{t('shell.fault.title')}</h1>
        <p role="alert">{t('shell.fault.text', { message: this.state.message })}</p>
        <Button onClick={reloadPage}>{t('shell.fault.reload')}</Button>
      </main>
    );
  }
}
