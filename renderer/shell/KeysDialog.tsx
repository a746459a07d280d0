import { type StringKey, t } from '#shared/words/translate.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Key } from '../components/Tag.tsx';
import { closeOverlay } from '../state/overlays.ts';
import styles from './KeysDialog.module.css';

const KEYS: readonly { readonly keys: readonly string[]; readonly does: StringKey }[] = [
  { keys: ['Ctrl K'], does: 'shell.keys.palette' },
  { keys: ['Ctrl 1', '…', 'Ctrl 9'], does: 'shell.keys.pages' },
  { keys: ['Ctrl ,'], does: 'shell.keys.settings' },
  { keys: ['Ctrl N'], does: 'shell.keys.new' },
  { keys: ['J', 'K'], does: 'shell.keys.move' },
  { keys: ['Enter'], does: 'shell.keys.open' },
  { keys: ['A', 'R', 'B'], does: 'shell.keys.vote' },
  { keys: ['S'], does: 'shell.keys.sync' },
  { keys: ['T'], does: 'shell.keys.table' },
  { keys: ['['], does: 'shell.keys.sidebar' },
  { keys: ['?'], does: 'shell.keys.help' },
  { keys: ['Esc'], does: 'shell.keys.back' },
];

export function KeysDialog() {
  return (
    <Dialog title={t('shell.keys.title')} onClose={closeOverlay}>
      <dl className={styles.keys}>
        {KEYS.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (key === '…' ? <span key={key}>…</span> : <Key key={key}>{key}</Key>))}
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('shell.keys.note')}</p>
    </Dialog>
  );
}
