import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { useCell } from '../../state/cell.ts';

/** What one click on a suggested proposal begins: a vote by the rules of the cell, and which they are. */
export function OpensAtOnce() {
  const cell = useCell();
  const rules = cell?.rules ?? DEFAULT_CELL_RULES;
  const members = cell?.members.length ?? 1;
  return (
    <p>
      {t('agent.suggest.opens', {
        time: exactDuration(rules.deadlineMs),
        n: Math.max(majorityOf(members), ballotFloors(rules, members, false).quorum),
        of: members,
      })}
    </p>
  );
}
