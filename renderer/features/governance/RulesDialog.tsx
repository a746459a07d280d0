import { type FormEvent, useState } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { TEXT_MAX } from '#shared/protocol/limits.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './CellRules.module.css';
import { OneAtATime } from './OneAtATime.tsx';
import formStyles from './ProposalForms.module.css';
import { RulesTable } from './RulesTable.tsx';
import {
  FAULTS_CHOICES,
  floorError,
  readRules,
  sameRules,
  TIME_UNITS,
  TIMES,
  type TimeRule,
  timeError,
  type WrittenTime,
  writtenRules,
} from './rules-form.ts';
import { useApproval } from './use-approval.tsx';

const TITLES: Readonly<Record<TimeRule, 'deadline' | 'grace' | 'turn' | 'shortest'>> = {
  deadlineMs: 'deadline',
  graceMs: 'grace',
  turnMs: 'turn',
  deadlineMinMs: 'shortest',
};

/** Other rules for the cell, compared with those of now before all members vote on them. */
export function RulesDialog() {
  const cell = useCell();
  return cell ? <Rules cell={cell} /> : null;
}

function Rules({ cell }: { readonly cell: Cell }) {
  // What was written stays as it is when the rules change meanwhile; the comparison follows.
  const [written, setWritten] = useState(() => writtenRules(cell.rules));
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const call = useCall('governance.proposeRules');
  const approval = useApproval();
  const wait = useSignWait();
  const members = cell.members.length;
  const wished = readRules(cell.rules, written);
  const same = wished !== null && sameRules(cell.rules, wished);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!wished || same || wait) return;
    const { f, deadlineMs, graceMs, turnMs, deadlineMinMs } = wished;
    const done = await call.run({ rules: { f, deadlineMs, graceMs, turnMs, deadlineMinMs }, text });
    if (!done) return;
    await approval.sign(done.value.id);
    closeOverlay();
    goTo('governance', done.value.id);
  };

  return (
    <Dialog title={t('governance.rulesForm.title')} width={560} onClose={closeOverlay}>
      <form className={formStyles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={formStyles.small}>
          {t('governance.rulesForm.text', { cell: visibleLine(cell.name, 60), n: members })}
        </p>
        <div className={styles.times}>
          {TIMES.map((rule, index) => (
            <TimeField
              key={rule}
              rule={rule}
              first={index === 0}
              value={written[rule]}
              floor={rule === 'deadlineMs' ? floorError(written) : null}
              onChange={(time) => setWritten({ ...written, [rule]: time })}
            />
          ))}
        </div>
        <Select
          label={t('governance.cellRules.faults')}
          value={written.faults}
          options={FAULTS_CHOICES.map((value) => ({
            value,
            label: value === 'most' ? t('governance.rulesForm.faults.most') : value,
          }))}
          onChange={(faults) => setWritten({ ...written, faults })}
        />
        <p className={formStyles.hint}>{t('governance.rulesForm.faultsHint')}</p>
        {wished ? <RulesTable before={cell.rules} after={wished} members={members} /> : null}
        <TextArea
          label={t('governance.rulesForm.why')}
          rows={3}
          maxLength={TEXT_MAX}
          value={text}
          onValue={setText}
        />
        <OneAtATime />
        {approval.checkbox}
        <FormError
          message={
            failureInWords(call.failure) ?? wait ?? (asked && same ? t('governance.rulesForm.same') : null)
          }
        />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={call.busy || approval.busy} disabled={wait !== null}>
            {t(approval.approves ? 'governance.form.submit.approve' : 'governance.rulesForm.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function TimeField(props: {
  readonly rule: TimeRule;
  readonly first: boolean;
  readonly value: WrittenTime;
  /** That it is below another of the rules. */
  readonly floor: string | null;
  readonly onChange: (value: WrittenTime) => void;
}) {
  const { rule, value, onChange } = props;
  const label = t(`governance.cellRules.${TITLES[rule]}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would repeat the label of the field
    <div className={styles.time} role="group" aria-label={label}>
      <Field
        label={label}
        inputMode="decimal"
        autoComplete="off"
        {...(props.first ? { 'data-autofocus': '' } : {})}
        value={value.text}
        onValue={(text) => onChange({ ...value, text })}
        hint={t(`governance.rulesForm.${TITLES[rule]}Hint`)}
        error={timeError(rule, value) ?? props.floor}
      />
      <Select
        label={t('governance.rulesForm.unit')}
        value={value.unit}
        options={TIME_UNITS.map((unit) => ({ value: unit, label: t(`governance.rulesForm.unit.${unit}`) }))}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </div>
  );
}
