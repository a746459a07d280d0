import type { FormEvent } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { RecoverCode } from '../../components/recovery/RecoverCode.tsx';
import recovery from '../../components/recovery/Recovery.module.css';
import { useRecoverForm } from '../../components/recovery/recover-form.ts';
import { isFormer, KEY_ELSEWHERE, useCell, useToldOfKey } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useWaitReason } from '../../state/work-state.ts';

const STEPS = ['call', 'code', 'words'] as const;

/** This home asks to go on as a member: one that lost its computer, or, where it is, one that may not sign. */
export function RecoverDialog() {
  const cell = useCell();
  const barred = cell?.signingBarred ?? null;
  const isTold = useToldOfKey().length > 0;
  const inPlace = cell !== null && !isFormer(cell) && (barred !== null || isTold);
  const form = useRecoverForm();
  const wait = useWaitReason();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await form.submit())) return;
    closeOverlay();
    goTo('sync');
  };
  return (
    <Dialog
      title={t(inPlace ? 'recovery.oldKey.ask' : 'recovery.begin.title')}
      width={inPlace ? 560 : 520}
      onClose={closeOverlay}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        {inPlace ? <InPlace barred={barred} /> : <p className={styles.text}>{t('recovery.begin.text')}</p>}
        <RecoverCode form={form} />
        <FormError message={wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy} disabled={wait !== null}>
            {t('recovery.begin.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** What somebody does whose key was changed by somebody else, or of whose home a copy lives. */
function InPlace({ barred }: { readonly barred: Cell['signingBarred'] }) {
  return (
    <>
      <p className={styles.text}>
        {barred === null || barred.key === KEY_ELSEWHERE ? t('recovery.oldKey.whose') : sentence(barred)}
      </p>
      <ol className={recovery.todo}>
        {STEPS.map((step) => (
          <li key={step}>{t(`recovery.oldKey.step.${step}`)}</li>
        ))}
      </ol>
      <p className={styles.text}>{t('recovery.oldKey.here')}</p>
    </>
  );
}
