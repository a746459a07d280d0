import { t } from '#shared/words/translate.ts';
import { dismissToast, useToasts } from '../state/toasts.ts';
import { IconButton, TextButton } from './Button.tsx';
import styles from './Toasts.module.css';

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={styles.region} aria-label={t('shell.toast.region')} aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast}>
          <span>{toast.text}</span>
          {toast.action ? (
            <TextButton
              onClick={() => {
                toast.action?.run();
                dismissToast(toast.id);
              }}
            >
              {toast.action.label}
            </TextButton>
          ) : null}
          <IconButton icon="close" label={t('common.dismiss')} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </section>
  );
}
