import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import type { DepartureGroup } from '#shared/words/reasons/held-cell-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useSignWait } from '../../state/cell.ts';
import { openOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';
import styles from './Forks.module.css';

/** What whoever stays can do about those who left: count them out, ask to join them, or make a cell of one's own. */
export function DepartedActions(props: {
  readonly live: HeldCell;
  readonly group: DepartureGroup;
  /** Puts the news away, where it is news. */
  readonly onRead?: () => void;
}) {
  const { live, group, onRead } = props;
  const countOut = useCall('cells.countOut');
  const wait = useSignWait();
  const onCountOut = async () => {
    const opened = await countOut.run({});
    if (opened) goTo('governance', opened.value.id);
  };
  return (
    <>
      <div className={styles.actions}>
        {live.mayCountOut && !group.isCountedOut ? (
          <Button busy={countOut.busy} disabled={wait !== null} onClick={() => void onCountOut()}>
            {t('cells.countOut')}
          </Button>
        ) : null}
        {group.toName === null ? null : (
          <Button onClick={() => openOverlay({ kind: 'join-cell' })}>{t('cells.departed.join')}</Button>
        )}
        {onRead ? (
          <Button variant="quiet" onClick={onRead}>
            {t('common.dismiss')}
          </Button>
        ) : null}
        {wait === null ? null : <span className={styles.note}>{wait}</span>}
      </div>
      <FormError message={failureInWords(countOut.failure)} />
    </>
  );
}
