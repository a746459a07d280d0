import { t } from '#shared/words/translate.ts';
import type { CellForm } from '../cell/cell-forms.ts';
import { Field } from '../Field.tsx';

/** Where the recovery code is typed, in the first start and in a dialog. */
export function RecoverCode({ form, large = false }: { readonly form: CellForm; readonly large?: boolean }) {
  return (
    <Field
      large={large}
      mono
      data-autofocus=""
      label={t('recovery.begin.code')}
      spellCheck={false}
      autoComplete="off"
      placeholder="ghoststack://recover/…"
      value={form.value}
      onValue={form.set}
      hint={t('recovery.begin.hint')}
      error={form.error}
    />
  );
}
