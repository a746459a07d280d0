import { t } from '#shared/i18n/translate.ts';
import { Select } from '../../components/Select.tsx';
import styles from './ProposalForms.module.css';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const DEADLINES = {
  minutes: 10 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  days: 3 * DAY_MS,
  week: 7 * DAY_MS,
} as const;
export type Deadline = keyof typeof DEADLINES;

export interface RulesChoice {
  readonly deadline: Deadline;
  readonly quorum: number;
}

/** More than half of the members. */
export function usualRules(members: number): RulesChoice {
  return { deadline: 'day', quorum: Math.floor(members / 2) + 1 };
}

export function rulesInput({ deadline, quorum }: RulesChoice): { deadlineMs: number; quorum: number } {
  return { deadlineMs: DEADLINES[deadline], quorum };
}

/** How long the vote is open, and how many people must take part. */
export function RulesFields(props: {
  readonly members: number;
  readonly value: RulesChoice;
  readonly onChange: (value: RulesChoice) => void;
}) {
  const { members, value, onChange } = props;
  const keys = Object.keys(DEADLINES) as Deadline[];
  return (
    <div className={styles.rulesFields}>
      <Select
        label={t('governance.form.deadline')}
        value={value.deadline}
        options={keys.map((key) => ({ value: key, label: t(`governance.form.deadline.${key}`) }))}
        onChange={(deadline) => onChange({ ...value, deadline })}
      />
      <Select
        label={t('governance.form.quorum')}
        value={String(value.quorum)}
        options={Array.from({ length: members }, (_, index) => ({
          value: String(index + 1),
          label: t('governance.form.quorumOf', { n: index + 1, of: members }),
        }))}
        onChange={(quorum) => onChange({ ...value, quorum: Number(quorum) })}
      />
      <p className={styles.hint}>{t('governance.form.rulesHint')}</p>
    </div>
  );
}
