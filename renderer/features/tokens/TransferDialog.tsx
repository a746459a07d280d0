import { type FormEvent, useState } from 'react';
import { NOTE_MAX } from '#shared/protocol/limits.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Tokens.module.css';

/** What is wrong with an amount, or null. The node checks it again. */
export function amountError(text: string, balance: number): string | null {
  const trimmed = text.trim();
  if (!/^[1-9]\d{0,9}$/.test(trimmed)) return t('tokens.form.amountWrong');
  const n = Math.max(0, balance);
  return Number(trimmed) > balance ? t('tokens.form.amountOver', { n, shown: count(n) }) : null;
}

export function TransferDialog() {
  const others = (useCell()?.members ?? []).filter(({ me }) => !me);
  const balance = useNode((node) => node.trust?.balances.find(({ me }) => me)?.balance ?? 0);
  const [scid, setScid] = useState(others[0]?.scid ?? '');
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const call = useCall('tokens.transfer');
  const wait = useSignWait();
  const name = visibleLine(others.find((one) => one.scid === scid)?.name ?? '', 40);
  const wrong = amountError(amount, balance);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (wrong || wait || scid === '') return;
    const said = note.trim();
    const done = await call.run({ scid, amount: Number(amount.trim()), ...(said ? { note: said } : {}) });
    if (!done) return;
    closeOverlay();
    showToast(t('tokens.sent', { n: Number(amount.trim()), name }));
  };

  return (
    <Dialog title={t('tokens.send')} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.small}>{t('tokens.form.text')}</p>
        <Select
          label={t('tokens.form.to')}
          value={scid}
          options={others.map((one) => ({ value: one.scid, label: visibleLine(one.name, 40) }))}
          onChange={setScid}
        />
        <Field
          label={t('tokens.form.amount')}
          inputMode="numeric"
          autoComplete="off"
          data-autofocus=""
          value={amount}
          onValue={setAmount}
          hint={t('tokens.form.have', { n: Math.max(0, balance), shown: count(Math.max(0, balance)) })}
          error={asked ? wrong : null}
        />
        <Field
          label={t('tokens.form.note')}
          dir="auto"
          autoComplete="off"
          maxLength={NOTE_MAX}
          value={note}
          onValue={setNote}
          hint={t('tokens.form.noteHint')}
        />
        <FormError message={failureInWords(call.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={call.busy} disabled={wait !== null}>
            {t('tokens.form.submit', { name })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
