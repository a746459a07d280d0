import { useState } from 'react';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { useCall } from '../../state/use-call.ts';
import { LockRows } from './LockRows.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import styles from './Settings.module.css';

export function KeyCard() {
  const me = useNode((node) => node.me);
  const [changing, setChanging] = useState(false);
  const lock = useCall('key.lock');
  if (!me) return null;
  const isPassphrase = me.keyProtection === 'passphrase';
  const isKeychain = me.keyProtection === 'keychain';
  return (
    <Card flush title={t('settings.key')} note={t('settings.key.since', { date: fullDate(me.createdAtMs) })}>
      <div className={styles.row}>
        <div className={styles.rowText}>
          <p className={styles.rowTitle}>{t('settings.key.protection')}</p>
          <p className={styles.rowNote}>{t(`settings.key.${me.keyProtection}`)}</p>
          {isKeychain ? <p className={styles.rowNote}>{t('settings.key.lock.keychain')}</p> : null}
        </div>
        {isPassphrase || isKeychain ? (
          <Button size="small" onClick={() => setChanging(true)}>
            {t(isKeychain ? 'settings.key.set' : 'settings.key.change')}
          </Button>
        ) : null}
      </div>
      {isPassphrase || isInBrowser() ? (
        <div className={styles.row}>
          <div className={styles.rowText}>
            <p className={styles.rowTitle}>{t('settings.key.lock')}</p>
            <p className={styles.rowNote}>
              {t(isPassphrase ? 'settings.key.lock.node' : 'settings.key.lock.sessions')}
            </p>
            <FormError message={failureInWords(lock.failure)} />
          </div>
          <Button size="small" busy={lock.busy} onClick={() => void lock.run({})}>
            {t('settings.key.lock')}
          </Button>
        </div>
      ) : null}
      {isPassphrase && !isInBrowser() ? <LockRows /> : null}
      {changing ? <PassphraseDialog isFirst={isKeychain} onClose={() => setChanging(false)} /> : null}
    </Card>
  );
}
