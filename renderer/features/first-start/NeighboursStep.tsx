import type { Cell } from '#shared/contract/domain/cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Neighbours } from '../../components/cell/Neighbours.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useStepFocus } from '../../state/step-focus.ts';
import styles from './FirstStart.module.css';
import { endFirstStart } from './first-start.ts';

/** The last step of who founded a cell: others come in, and the first vote is theirs together. */
export function NeighboursStep(props: {
  readonly cell: Cell;
  /** Something is asked after this. */
  readonly hasNext: boolean;
  readonly onEnd: () => void;
}) {
  const { cell, hasNext, onEnd } = props;
  const place = useStepFocus<HTMLDivElement>('neighbours');
  const n = cell.members.length;
  const startVote = () => {
    endFirstStart();
    goTo('governance');
    openOverlay({ kind: 'new-proposal' });
  };
  return (
    <div ref={place} className={styles.form}>
      <h1 tabIndex={-1} dir="auto">
        {t('cell.invite.title', { cell: visibleLine(cell.name, 60) })}
      </h1>
      <p className={styles.sub}>{t('setup.neighbours.text')}</p>
      <div className={styles.card}>
        <Neighbours cell={cell} />
      </div>
      <div className={styles.actions}>
        <span className={styles.backButton}>
          <Button variant="quiet" size="large" onClick={onEnd}>
            {t(hasNext ? 'setup.neighbours.next' : 'setup.cell.laterSubmit')}
          </Button>
        </span>
        <span className={styles.note} role="status">
          {t('setup.neighbours.wait', { n })}
        </span>
        <Button variant="primary" size="large" disabled={n < 2} onClick={startVote}>
          {t('setup.neighbours.vote')}
        </Button>
      </div>
    </div>
  );
}
