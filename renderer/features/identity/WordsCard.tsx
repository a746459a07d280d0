import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import styles from './Identity.module.css';

/** Whether I could come back if this computer were lost. */
export function WordsCard() {
  const words = useNode((node) => node.recoveryWords);
  const name = useNode((node) => node.me?.name ?? '');
  // What a cell to try leaves behind is nothing, words least of all.
  const inDemo = useNode((node) => node.demo !== null);
  if (!words || inDemo) return null;
  const isHere = words.state === 'here';
  return (
    <Card>
      <div className={styles.recovery}>
        <StateMark mark={isHere ? 'caution' : 'ok'} size={18} />
        <div>
          <h2>{t(isHere ? 'recovery.card.here' : 'recovery.card.forgotten')}</h2>
          <p className={styles.quiet}>
            {t(isHere ? 'recovery.card.hereText' : 'recovery.card.forgottenText', { name })}
          </p>
        </div>
      </div>
      {isHere ? (
        <div className={styles.recoveryAction}>
          <Button wide variant="primary" onClick={() => openOverlay({ kind: 'recovery-words' })}>
            {t('recovery.card.write')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
