import type { CellRules } from '#shared/protocol/closing/bodies.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import { DAY_MS, HOUR_MS, majorityOf } from '#shared/protocol/limits.ts';
import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Select } from '../../components/Select.tsx';
import styles from './ProposalForms.module.css';

const USUAL_DEADLINES_MS = [600_000, HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS];

export interface RulesChoice {
  readonly deadlineMs: number;
  readonly quorum: number;
}

/** Times that the cell's floor allows, the shortest first: the usual ones, or the floor itself where it is longer. */
function deadlinesFor({ deadlineMinMs }: CellRules): readonly number[] {
  const allowed = USUAL_DEADLINES_MS.filter((lengthMs) => lengthMs >= deadlineMinMs);
  return allowed.length > 0 ? allowed : [deadlineMinMs];
}

/** A day, and more than half of the members: or what the cell asks for beyond that. */
export function usualRules(rules: CellRules, members: number): RulesChoice {
  const deadlines = deadlinesFor(rules);
  const [shortest = rules.deadlineMinMs] = deadlines;
  return {
    deadlineMs: deadlines.find((lengthMs) => lengthMs >= DAY_MS) ?? shortest,
    quorum: Math.max(majorityOf(members), ballotFloors(rules, members, false).quorum),
  };
}

/** How long the vote is open, and how many people must take part; nothing that the cell's floors forbid. */
export function RulesFields(props: {
  readonly rules: CellRules;
  readonly members: number;
  readonly value: RulesChoice;
  readonly onChange: (value: RulesChoice) => void;
}) {
  const { rules, members, value, onChange } = props;
  const least = ballotFloors(rules, members, false);
  return (
    <div className={styles.rulesFields}>
      <Select
        label={t('governance.form.deadline')}
        value={String(value.deadlineMs)}
        options={deadlinesFor(rules).map((lengthMs) => ({
          value: String(lengthMs),
          label: exactDuration(lengthMs),
        }))}
        onChange={(chosen) => onChange({ ...value, deadlineMs: Number(chosen) })}
      />
      <Select
        label={t('governance.form.quorum')}
        value={String(value.quorum)}
        options={Array.from({ length: members - least.quorum + 1 }, (_, index) => ({
          value: String(least.quorum + index),
          label: t('governance.form.quorumOf', { n: least.quorum + index, of: members }),
        }))}
        onChange={(quorum) => onChange({ ...value, quorum: Number(quorum) })}
      />
      <p className={styles.hint}>{t('governance.form.rulesHint')}</p>
      <p className={styles.hint}>
        {t('governance.form.floors', {
          time: exactDuration(least.deadlineMs),
          n: least.quorum,
          of: members,
        })}
      </p>
    </div>
  );
}
