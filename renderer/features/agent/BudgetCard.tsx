import { type FormEvent, useState } from 'react';
import { type AgentBudget, DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { type BudgetFault, isBudget, readBudget, type WrittenBudget, writtenBudget } from './budget-form.ts';

/** How much it may do by itself, when, and to whom. */
export function BudgetCard({ budget }: { readonly budget: AgentBudget }) {
  const [written, setWritten] = useState<WrittenBudget>(() => writtenBudget(budget));
  const [tried, setTried] = useState(false);
  const set = useCall('agent.setBudget');
  const wait = useWaitReason();
  const read = readBudget(written);
  const faults: readonly BudgetFault[] = tried && !isBudget(read) ? read : [];
  const change = (changed: Partial<WrittenBudget>) => setWritten({ ...written, ...changed });
  const save = async (next: AgentBudget) => {
    const done = await set.run({ budget: next });
    if (!done) return;
    setWritten(writtenBudget(done.value.budget));
    showToast(t('agent.budget.saved'));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isBudget(read)) void save(read);
  };
  return (
    <Card title={t('agent.budget')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.quiet}>{t('agent.budget.text')}</p>
        <Field
          label={t('agent.budget.acts')}
          inputMode="numeric"
          value={written.acts}
          onValue={(acts) => change({ acts })}
          error={faults.includes('acts') ? t('agent.budget.actsWrong') : null}
          hint={t('agent.budget.actsHint')}
        />
        <Field
          label={t('agent.budget.tokens')}
          inputMode="decimal"
          value={written.tokens}
          onValue={(tokens) => change({ tokens })}
          error={faults.includes('tokens') ? t('agent.budget.tokensWrong') : null}
          hint={t('agent.budget.tokensHint')}
        />
        <Checkbox
          label={t('agent.budget.quiet')}
          checked={written.isQuiet}
          onChange={(isQuiet) => change({ isQuiet })}
        />
        {written.isQuiet ? (
          <div className={styles.pair}>
            <Field
              label={t('agent.budget.from')}
              maxLength={5}
              value={written.from}
              onValue={(from) => change({ from })}
              error={faults.includes('quiet') ? t('agent.budget.quietWrong') : null}
            />
            <Field
              label={t('agent.budget.to')}
              maxLength={5}
              value={written.to}
              onValue={(to) => change({ to })}
            />
          </div>
        ) : null}
        <People written={written} onChange={change} />
        <div className={styles.buttons}>
          <Button type="submit" variant="primary" busy={set.busy} disabled={wait !== null}>
            {t('agent.budget.save')}
          </Button>
          <Button variant="quiet" disabled={wait !== null} onClick={() => void save(DEFAULT_BUDGET)}>
            {t('agent.defaults')}
          </Button>
        </div>
        <FormError message={failureInWords(set.failure) ?? wait} />
      </form>
    </Card>
  );
}

/** Its messages go to everyone: whoever is left out makes them wait. */
function People(props: {
  readonly written: WrittenBudget;
  readonly onChange: (changed: Partial<WrittenBudget>) => void;
}) {
  const { written, onChange } = props;
  const cell = useNode((node) => node.cell);
  const others = (cell?.members ?? []).filter(({ me }) => !me);
  const { people, isEveryone } = written;
  const toggle = (scid: string, isIn: boolean) =>
    onChange({ people: isIn ? [...people, scid] : people.filter((one) => one !== scid) });
  return (
    <fieldset className={styles.people}>
      <legend>{t('agent.budget.people')}</legend>
      <Checkbox
        label={t('agent.budget.everyone')}
        checked={isEveryone}
        onChange={(all) => onChange({ isEveryone: all, people: all ? [] : others.map(({ scid }) => scid) })}
      />
      {isEveryone
        ? null
        : others.map(({ scid, name }) => (
            <Checkbox
              key={scid}
              label={visibleLine(name, 40)}
              checked={people.includes(scid)}
              onChange={(isIn) => toggle(scid, isIn)}
            />
          ))}
      {isEveryone ? null : <p className={styles.quiet}>{t('agent.budget.peopleHint')}</p>}
    </fieldset>
  );
}
