import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { count } from '#shared/words/format/count.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import recovery from '../../components/recovery/Recovery.module.css';
import { StateMark } from '../../components/StateMark.tsx';
import { useCell } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { closeOverlay } from '../../state/overlays.ts';

/** What came back with a member, and what did not; with a home that came back where it is, all of it. */
export function BackAgainDialog({ inPlace }: { readonly inPlace: boolean }) {
  const cell = useCell();
  const trust = useNode((node) => node.trust);
  const me = cell?.members.find((member) => member.me);
  if (!cell || !me) return null;
  const name = visibleLine(me.name, 40);
  return (
    <Dialog
      title={t('recovery.back.title', { cell: visibleLine(cell.name, 60) })}
      width={520}
      onClose={closeOverlay}
    >
      <div className={styles.form}>
        <p className={styles.text}>
          {!inPlace
            ? t('recovery.back.text', { name })
            : t(me.key.by === 'device' ? 'recovery.back.textDevice' : 'recovery.back.textHere', { name })}
        </p>
        <ul className={recovery.returned}>
          {[...sharesOf(trust, me.scid), historyOf(cell.receipts)].map((text) => (
            <li key={text}>
              <StateMark mark="ok" size={16} />
              <span>{text}</span>
            </li>
          ))}
          <li>
            <StateMark mark={inPlace ? 'ok' : 'offline'} size={16} />
            <span>{t(inPlace ? 'recovery.back.kept' : 'recovery.back.not')}</span>
          </li>
        </ul>
        <p className={styles.text}>{t('recovery.back.words')}</p>
        {cell.signingBarred ? <p className={styles.note}>{sentence(cell.signingBarred)}</p> : null}
        <DialogActions>
          <Button variant="primary" data-autofocus="" onClick={closeOverlay}>
            {t('recovery.words.done')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

/** Tokens, and who vouches. */
function sharesOf(trust: Snapshot['trust'], scid: string): string[] {
  const tokens = trust?.balances.find((one) => one.scid === scid)?.balance;
  const parts = trust?.ranks.find((one) => one.scid === scid)?.parts ?? [];
  const names = nameList(parts.map(({ name }) => name));
  return [
    ...(tokens === undefined ? [] : [t('recovery.back.tokens', { n: tokens, count: count(tokens) })]),
    ...(parts.length > 0 ? [t('recovery.back.trust', { n: parts.length, names })] : []),
  ];
}

function historyOf(receipts: number): string {
  return t('recovery.back.history', { n: receipts, count: count(receipts) });
}
