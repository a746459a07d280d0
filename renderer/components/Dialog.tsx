import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '#shared/words/translate.ts';
import { IconButton } from './Button.tsx';
import { classes } from './class-names.ts';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** `sheet` comes from the inline end; `bare` has no frame of its own (palette). */
  readonly kind?: 'dialog' | 'sheet' | 'bare';
  readonly width?: number;
}

/**
 * The platform's modal dialog: the page behind it is inert, Esc closes it, focus stays inside and goes back to
 * where it was. (Radix's dialog adds a style element, which the content security policy forbids.)
 */
export function Dialog({ title, onClose, children, kind = 'dialog', width = 480 }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop is a shortcut; Esc does the same
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className={classes(styles.dialog, styles[kind])}
      style={kind === 'sheet' ? {} : { maxInlineSize: width }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {kind === 'bare' ? (
        <>
          <h2 id={titleId} className="visuallyHidden">
            {title}
          </h2>
          {children}
        </>
      ) : (
        <div className={styles.frame}>
          <header className={styles.header}>
            <h2 id={titleId}>{title}</h2>
            <IconButton icon="close" label={t('common.close')} onClick={onClose} />
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}

export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
