import type { CellRules } from '#shared/protocol/closing/bodies.ts';
import { quorumSizesOf } from '#shared/protocol/closing/epoch.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import { feedBoundsOf } from '#shared/protocol/log/feed-bounds.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import styles from './CellRules.module.css';

/** `as many as possible, now 1`; a number that so many members cannot reach says what holds instead. */
function faultsInWords(rules: CellRules, members: number): string {
  const { f } = quorumSizesOf(members, rules);
  if (rules.f === null) return t('governance.cellRules.faults.most', { n: f });
  return rules.f === f ? String(f) : t('governance.cellRules.faults.capped', { n: rules.f, now: f });
}

export function feedInWords(rules: CellRules): string {
  const { entries, bytes } = feedBoundsOf(rules).perDay;
  return t('governance.cellRules.perDay', { n: entries, size: byteSize(bytes) });
}

function rowsOf(rules: CellRules, members: number): readonly string[] {
  const { n, q } = quorumSizesOf(members, rules);
  return [
    exactDuration(rules.deadlineMs),
    exactDuration(rules.graceMs),
    exactDuration(rules.turnMs),
    faultsInWords(rules, members),
    t('governance.cellRules.of', { n: q, of: n }),
    exactDuration(rules.deadlineMinMs),
    t('governance.cellRules.of', { n: ballotFloors(rules, n, false).quorum, of: n }),
    t('governance.cellRules.moreThan', { n: rules.thresholdMin.join('/') }),
    String(rules.openBallotsMax),
    feedInWords(rules),
  ];
}

const TITLES = [
  'deadline',
  'grace',
  'turn',
  'faults',
  'signatures',
  'shortest',
  'quorumMin',
  'thresholdMin',
  'openMax',
  'feed',
] as const;

/** Rules beside what would become of them; `members` are those who would count. */
export function RulesTable(props: {
  readonly before: CellRules;
  readonly after: CellRules;
  readonly members: number;
}) {
  const before = rowsOf(props.before, props.members);
  const after = rowsOf(props.after, props.members);
  return (
    <table className={styles.table} aria-label={t('governance.cellRules.compare')}>
      <thead>
        <tr>
          <th scope="col">{t('governance.cellRules.rule')}</th>
          <th scope="col">{t('governance.cellRules.before')}</th>
          <th scope="col">{t('governance.cellRules.after')}</th>
        </tr>
      </thead>
      <tbody>
        {TITLES.map((title, index) => (
          <tr key={title}>
            <th scope="row">{t(`governance.cellRules.${title}`)}</th>
            <td>{before[index]}</td>
            <td>
              {before[index] === after[index] ? (
                <span className={styles.quiet}>{t('governance.cellRules.same')}</span>
              ) : (
                <b>{after[index]}</b>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
