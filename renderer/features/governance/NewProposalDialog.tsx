import { type FormEvent, useState } from 'react';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { TEXT_MAX, TITLE_MAX } from '#shared/protocol/limits.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './ProposalForms.module.css';
import { RulesFields, usualRules } from './RulesFields.tsx';
import { useApproval } from './use-approval.tsx';

type Start = 'open' | 'review' | 'draft';

/** Title, text and rules; the vote opens at once, or the proposal stays a draft, or members comment first. */
export function NewProposalDialog() {
  const cell = useCell();
  const members = cell?.members.length ?? 1;
  const cellRules = cell?.rules ?? DEFAULT_CELL_RULES;
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [start, setStart] = useState<Start>('open');
  const [rules, setRules] = useState(usualRules(cellRules, members));
  const [asked, setAsked] = useState(false);
  const propose = useCall('governance.propose');
  const review = useCall('governance.review');
  const approval = useApproval();
  const wait = useSignWait();
  const missing = title.trim() === '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (missing || wait) return;
    const open = start === 'open';
    const done = await propose.run({ title: title.trim(), text, open, ...(open ? rules : {}) });
    if (!done) return;
    const { id } = done.value;
    if (start === 'review') await review.run({ id });
    if (open) await approval.sign(id);
    closeOverlay();
    goTo('governance', id);
  };

  return (
    <Dialog title={t('governance.new')} width={560} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t('governance.form.title')}
          dir="auto"
          data-autofocus=""
          autoComplete="off"
          maxLength={TITLE_MAX}
          value={title}
          onValue={setTitle}
          error={asked && missing ? t('governance.form.titleMissing') : null}
        />
        <TextArea
          label={t('governance.form.text')}
          rows={5}
          maxLength={TEXT_MAX}
          value={text}
          onValue={setText}
          hint={t('governance.form.textHint')}
        />
        <Segmented<Start>
          label={t('governance.form.start')}
          showLabel
          value={start}
          options={[
            { value: 'open', label: t('governance.form.start.open') },
            { value: 'review', label: t('governance.form.start.review') },
            { value: 'draft', label: t('governance.form.start.draft') },
          ]}
          onChange={setStart}
        />
        {start === 'open' ? (
          <RulesFields rules={cellRules} members={members} value={rules} onChange={setRules} />
        ) : null}
        <p className={styles.hint}>{t(`governance.form.start.${start}Hint`)}</p>
        {start === 'open' ? approval.checkbox : null}
        <FormError message={failureInWords(propose.failure) ?? failureInWords(review.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={propose.busy || review.busy || approval.busy}
            disabled={wait !== null}
          >
            {t(`governance.form.submit.${start === 'open' && approval.approves ? 'approve' : start}`)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
