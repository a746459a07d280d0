import { type FormEvent, useState } from 'react';
import { CLAIMS_MAX } from '#shared/protocol/credentials/type-definition.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { Field, FormError } from '../../../components/Field.tsx';
import { useSignWait } from '../../../state/cell.ts';
import { closeOverlay, openOverlay } from '../../../state/overlays.ts';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import { ClaimRuleFields } from './ClaimRuleFields.tsx';
import styles from './Credentials.module.css';
import { NEW_CLAIM, readTypeForm, type TypeForm } from './type-form.ts';

/** A type of the cell's own: whoever issues it signs for what it says, so no ballot asks about it. */
export function DefineDialog() {
  const [form, setForm] = useState<TypeForm>({ type: '', title: '', claims: [NEW_CLAIM] });
  const [wasAsked, setAsked] = useState(false);
  const define = useCall('credentials.define');
  const wait = useSignWait();
  const read = readTypeForm(form);
  const faults = wasAsked && 'faults' in read ? read.faults : null;
  const { claims } = form;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if ('faults' in read || !(await define.run(read.definition))) return;
    openOverlay({ kind: 'credential-issue' });
    showToast(t('credentials.define.done', { title: visibleLine(read.definition.title, 60) }));
  };
  return (
    <Dialog title={t('credentials.define.title')} width={560} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('credentials.define.text')}</p>
        <Field
          label={t('credentials.define.name')}
          dir="auto"
          value={form.title}
          maxLength={60}
          error={faults?.title ?? null}
          onValue={(title) => setForm({ ...form, title })}
        />
        <Field
          label={t('credentials.define.type')}
          mono
          spellCheck={false}
          value={form.type}
          maxLength={40}
          hint={t('credentials.define.typeHint')}
          error={faults?.type ?? null}
          onValue={(type) => setForm({ ...form, type })}
        />
        {claims.map((claim, at) => (
          <ClaimRuleFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a claim is known by its place while it is written
            key={at}
            claim={claim}
            place={at + 1}
            faults={faults?.claims[at] ?? null}
            onClaim={(next) =>
              setForm({ ...form, claims: claims.map((one, place) => (place === at ? next : one)) })
            }
            onRemove={
              claims.length === 1
                ? null
                : () => setForm({ ...form, claims: claims.filter((_one, place) => place !== at) })
            }
          />
        ))}
        <span className={styles.row}>
          <Button
            size="small"
            icon="plus"
            disabled={claims.length >= CLAIMS_MAX}
            onClick={() => setForm({ ...form, claims: [...claims, NEW_CLAIM] })}
          >
            {t('credentials.define.more')}
          </Button>
          {claims.length >= CLAIMS_MAX ? (
            <span className={styles.text}>{t('credentials.define.full', { limit: CLAIMS_MAX })}</span>
          ) : null}
        </span>
        <FormError message={failureInWords(define.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={define.busy} disabled={wait !== null}>
            {t('credentials.define.now')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
