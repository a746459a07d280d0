import { departureDetail, departureGroups, departureLine } from '#shared/words/reasons/held-cell-words.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { DepartedActions } from '../../components/forks/DepartedActions.tsx';
import forkStyles from '../../components/forks/Forks.module.css';
import { WhoGoes } from '../../components/forks/WhoGoes.tsx';
import { useLiveCell, useOrderOf } from '../../state/held-cells.ts';
import { toggleTables, useView } from '../../state/view-preferences.ts';
import styles from './Cells.module.css';

/** Who left the live cell, where to and when: drawn, and in words. */
export function DepartedCard() {
  const live = useLiveCell();
  const orderOf = useOrderOf(live);
  const tables = useView((view) => view.tables);
  const groups = live ? departureGroups(live) : [];
  if (!live || groups.length === 0) return null;
  const goneScids = new Set(live.departures.map(({ scid }) => scid));
  return (
    <Card
      title={
        <span tabIndex={-1} data-arrival="departed">
          {t('cells.departed.title')}
        </span>
      }
      action={
        <TextButton aria-pressed={tables} aria-keyshortcuts="t" onClick={toggleTables}>
          {t(tables ? 'common.showAsChart' : 'common.showAsTable')}
        </TextButton>
      }
    >
      {groups.map((group) => (
        <div key={group.key} className={styles.block}>
          <p className={forkStyles.text} dir="auto">
            <b>{departureLine(group)}.</b> {departureDetail(group, live)}
          </p>
          {group.toName === null ? null : (
            <WhoGoes
              parent={live.name}
              name={group.toName}
              asTable={tables}
              isPast
              stays={live.members
                .filter(({ scid }) => !goneScids.has(scid))
                .map(({ scid, name }) => ({ scid, name, order: orderOf(scid) }))}
              goes={live.departures
                .filter(({ me, to }) => !me && (to?.name ?? null) === group.toName)
                .map(({ scid, name }) => ({ scid, name, order: orderOf(scid), entered: null }))}
            />
          )}
          <DepartedActions live={live} group={group} />
        </div>
      ))}
      {live.mayCountOut ? <p className={forkStyles.note}>{t('cells.countOut.note')}</p> : null}
    </Card>
  );
}
