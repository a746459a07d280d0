import { type FormEvent, useState } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { RecoverCode } from '../../components/recovery/RecoverCode.tsx';
import recovery from '../../components/recovery/Recovery.module.css';
import { useRecoverForm, type WayBack } from '../../components/recovery/recover-form.ts';
import { Segmented } from '../../components/Segmented.tsx';
import { endsOf, isFormer, KEY_ELSEWHERE, useCell, useToldOfKey } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useWaitReason } from '../../state/work-state.ts';

const WAYS: readonly WayBack[] = ['words', 'device'];
const STEPS = { words: ['call', 'code', 'words'], device: ['stop', 'code', 'compare'] } as const;

/** This home asks to go on as a member: one that lost its computer, or, where it is, one that may not sign. */
export function RecoverDialog() {
  const cell = useCell();
  const barred = cell?.signingBarred ?? null;
  const isTold = useToldOfKey().length > 0;
  const inPlace = cell !== null && !isFormer(cell) && (barred !== null || isTold);
  const [chosen, setWay] = useState<WayBack>('words');
  const mayBeByDevice = inPlace && barred !== null && endsOf(barred).device;
  const way = mayBeByDevice ? chosen : 'words';
  const form = useRecoverForm(way);
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
        {mayBeByDevice ? (
          <Segmented
            label={t('recovery.change.way')}
            value={way}
            options={WAYS.map((value) => ({ value, label: t(`recovery.change.by.${value}`) }))}
            onChange={setWay}
          />
        ) : null}
        {inPlace ? (
          <InPlace barred={barred} way={way} />
        ) : (
          <p className={styles.text}>{t('recovery.begin.text')}</p>
        )}
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
function InPlace({ barred, way }: { readonly barred: Cell['signingBarred']; readonly way: WayBack }) {
  return (
    <>
      <p className={styles.text}>
        {barred === null || barred.key === KEY_ELSEWHERE ? t('recovery.oldKey.whose') : sentence(barred)}
      </p>
      <ol className={recovery.todo}>
        {STEPS[way].map((step) => (
          <li key={step}>{t(`recovery.oldKey.step.${step}`)}</li>
        ))}
      </ol>
      <p className={styles.text}>{t(way === 'device' ? 'recovery.oldKey.device' : 'recovery.oldKey.here')}</p>
    </>
  );
}
