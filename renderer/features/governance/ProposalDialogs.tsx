import { type FormEvent, useState } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { TEXT_MAX, TITLE_MAX } from '#shared/protocol/limits.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useCell } from '../../state/cell.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './ProposalForms.module.css';
import { RulesFields, usualRules } from './RulesFields.tsx';
import { useApproval } from './use-approval.tsx';

interface DialogProps {
  readonly proposal: ProposalDetail;
  readonly onClose: () => void;
}

/** Opening freezes text and rules; after an attempt that expired it begins the next one. */
export function OpenDialog({ proposal, onClose }: DialogProps) {
  const members = proposal.seats.length;
  const cellRules = useCell()?.rules ?? DEFAULT_CELL_RULES;
  const [rules, setRules] = useState(usualRules(cellRules, members));
  const call = useCall('governance.open');
  const approval = useApproval();
  const again = proposal.attempt > 0;
  const opens = again ? 'governance.again' : 'governance.openVote';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await call.run({ id: proposal.id, ...rules }))) return;
    await approval.sign(proposal.id);
    onClose();
  };
  return (
    <Dialog title={t(opens)} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.small}>{t(again ? 'governance.again.text' : 'governance.openVote.text')}</p>
        <RulesFields rules={cellRules} members={members} value={rules} onChange={setRules} />
        {approval.checkbox}
        <FormError message={failureInWords(call.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={call.busy || approval.busy} data-autofocus="">
            {approval.approves ? t('governance.form.andApprove', { opens: t(opens) }) : t(opens)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A new version, before the vote is opened. */
export function ReviseDialog({ proposal, onClose }: DialogProps) {
  const [title, setTitle] = useState(proposal.title);
  const [text, setText] = useState(proposal.text);
  const call = useCall('governance.revise');
  const missing = title.trim() === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (missing) return;
    if (await call.run({ id: proposal.id, title: title.trim(), text })) onClose();
  };
  return (
    <Dialog title={t('governance.revise')} width={560} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t('governance.form.title')}
          dir="auto"
          maxLength={TITLE_MAX}
          value={title}
          onValue={setTitle}
          data-autofocus=""
          error={missing ? t('governance.form.titleMissing') : null}
        />
        <TextArea
          label={t('governance.form.text')}
          rows={8}
          maxLength={TEXT_MAX}
          value={text}
          onValue={setText}
        />
        <p className={styles.hint}>{t('governance.revise.hint', { n: proposal.versions + 1 })}</p>
        <FormError message={failureInWords(call.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={call.busy}>
            {t('governance.revise.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

export function WithdrawDialog({ proposal, onClose }: DialogProps) {
  const call = useCall('governance.withdraw');
  const withdraw = async () => {
    if (await call.run({ id: proposal.id })) onClose();
  };
  return (
    <Dialog title={t('governance.withdraw.title', { label: proposal.label })} onClose={onClose}>
      <p className={styles.small}>{t('governance.withdraw.text')}</p>
      <FormError message={failureInWords(call.failure)} />
      <DialogActions>
        <Button variant="quiet" onClick={onClose} data-autofocus="">
          {t('governance.withdraw.keep')}
        </Button>
        <Button variant="danger-fill" busy={call.busy} onClick={() => void withdraw()}>
          {t('governance.withdraw')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
