import { type FormEvent, useState } from 'react';
import type { IssuerView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';
import { PapersField } from './PapersField.tsx';

/** Takes the word of a single issuer, whose fingerprint is compared with what it reads out. */
export function IssuerDialog({ papers }: { readonly papers: string }) {
  const [text, setText] = useState(papers);
  const [issuer, setIssuer] = useState<IssuerView | null>(null);
  const read = useCall('credentials.readIssuer');
  const accept = useCall('credentials.acceptIssuer');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!issuer) {
      setIssuer((await read.run({ text }))?.value ?? null);
      return;
    }
    if (!(await accept.run({ text, fingerprint: issuer.fingerprint }))) return;
    closeOverlay();
    showToast(t('credentials.trust.done', { name: visibleLine(issuer.did, 60) }));
  };
  return (
    <Dialog title={t('credentials.issuer')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {issuer ? (
          <>
            <p className={styles.text}>{t('credentials.issuer.compare')}</p>
            <dl className={styles.claims}>
              <dt>{t('credentials.issuer.fingerprint')}</dt>
              <dd>
                <code>{issuer.fingerprint}</code>
              </dd>
              <dt>{t('credentials.issuer.did')}</dt>
              <dd>
                <code>{visibleLine(issuer.did, 200)}</code>
              </dd>
            </dl>
            <p className={styles.text}>{t('credentials.check.by.issuer')}</p>
          </>
        ) : (
          <>
            <p className={styles.text}>{t('credentials.issuer.text')}</p>
            <PapersField label={t('credentials.check.papers')} value={text} onValue={setText} />
          </>
        )}
        <FormError message={failureInWords(accept.failure ?? read.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={issuer ? () => setIssuer(null) : closeOverlay}>
            {t(issuer ? 'bridges.differ' : 'common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={read.busy || accept.busy}
            disabled={!issuer && text.trim() === ''}
          >
            {t(issuer ? 'credentials.issuer.same' : 'credentials.trust.read')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
