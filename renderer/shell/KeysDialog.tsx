import { type StringKey, t } from '#shared/words/translate.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Key } from '../components/Tag.tsx';
import { useNode } from '../state/context.tsx';
import { closeOverlay } from '../state/overlays.ts';
import styles from './KeysDialog.module.css';

interface Keys {
  readonly keys: readonly string[];
  readonly does: StringKey;
}

function allKeys(isDemo: boolean): readonly Keys[] {
  const ctrl = (key: string) => t('key.withCtrl', { key });
  return [
    { keys: [ctrl('K')], does: 'shell.keys.palette' },
    { keys: [ctrl('1'), '…', ctrl('9')], does: 'shell.keys.pages' },
    { keys: [ctrl(',')], does: 'shell.keys.settings' },
    { keys: [ctrl('N')], does: 'shell.keys.new' },
    { keys: [ctrl('B')], does: 'shell.keys.brake' },
    { keys: ['J', 'K'], does: 'shell.keys.move' },
    { keys: [t('key.enter')], does: 'shell.keys.open' },
    { keys: ['A', 'R', 'B'], does: 'shell.keys.vote' },
    { keys: ['R'], does: 'shell.keys.reply' },
    { keys: ['S'], does: 'shell.keys.sync' },
    { keys: ['T'], does: 'shell.keys.table' },
    { keys: ['['], does: 'shell.keys.sidebar' },
    ...(isDemo ? [{ keys: ['G'], does: 'shell.keys.guide' } as const] : []),
    { keys: ['?'], does: 'shell.keys.help' },
    { keys: [t('key.escape')], does: 'shell.keys.back' },
  ];
}

export function KeysDialog() {
  const isDemo = useNode((node) => node.demo !== null);
  return (
    <Dialog title={t('shell.keys.title')} onClose={closeOverlay}>
      <dl className={styles.keys}>
        {allKeys(isDemo).map(({ keys, does }) => (
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
