import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import { forkName, forkStanding, forkTakes, forkTitle } from '#shared/words/reasons/fork-words.ts';
import { t } from '#shared/words/translate.ts';
import { markRead } from '../../state/read-news.ts';
import { goTo } from '../../state/routes.ts';
import { Button, TextButton } from '../Button.tsx';
import { ForkActions } from './ForkActions.tsx';
import { ForkCautions } from './ForkCautions.tsx';
import styles from './Forks.module.css';
import { newsOf } from './fork-needs.ts';

/** A fork that waits, on Overview: answered in place, or looked at whole on the page of cells. */
export function ForkNeed({ fork }: { readonly fork: ForkProposal }) {
  const { state, cell } = fork;
  const whole = state === 'asked' ? [forkStanding(fork), forkTakes(fork.carried)] : [forkStanding(fork)];
  return (
    <article className={styles.need}>
      <h3 dir="auto">{state === 'alive' ? t('cells.used', { name: forkName(fork) }) : forkTitle(fork)}</h3>
      <p className={styles.text} dir="auto">
        {whole.filter(Boolean).join(' ')}
      </p>
      {state === 'asked' ? <ForkCautions fork={fork} /> : null}
      {state === 'alive' ? (
        <div className={styles.actions}>
          <Button size="small" onClick={() => markRead(newsOf(fork))}>
            {t('common.dismiss')}
          </Button>
        </div>
      ) : (
        <ForkActions fork={fork}>
          <TextButton onClick={() => goTo('settings', 'cells', `fork-${cell}`)}>{t('forks.look')}</TextButton>
        </ForkActions>
      )}
    </article>
  );
}
