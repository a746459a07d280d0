import { type FormEvent, useState } from 'react';
import { HALF_LIFE_DAYS } from '#shared/protocol/trust/fade.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { Slider } from '../../components/Slider.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Reputation.module.css';

/** Vouches for a member. `scid` null: the member is chosen here. */
export function EndorseDialog({ scid }: { readonly scid: string | null }) {
  const others = (useCell()?.members ?? []).filter(({ me }) => !me);
  const [member, setMember] = useState(scid ?? others[0]?.scid ?? '');
  const [strength, setStrength] = useState(1);
  const call = useCall('trust.endorse');
  const wait = useSignWait();
  const name = visibleLine(others.find((one) => one.scid === member)?.name ?? '', 40);
  const ready = wait === null && member !== '' && strength > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || !(await call.run({ scid: member, strength }))) return;
    closeOverlay();
    showToast(t('reputation.endorsed', { name }));
  };
  return (
    <Dialog title={t('reputation.endorse')} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.small}>{t('reputation.endorse.text', { days: HALF_LIFE_DAYS })}</p>
        <Select
          label={t('reputation.endorse.member')}
          value={member}
          options={others.map((one) => ({ value: one.scid, label: visibleLine(one.name, 40) }))}
          onChange={setMember}
        />
        <Slider label={t('reputation.endorse.strength')} value={strength} onChange={setStrength} />
        <FormError
          message={
            failureInWords(call.failure) ?? wait ?? (strength === 0 ? t('reputation.endorse.zero') : null)
          }
        />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={call.busy} disabled={!ready}>
            {t('reputation.endorseName', { name })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
