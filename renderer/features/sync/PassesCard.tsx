import { useMemo, useState } from 'react';
import type { SyncPass } from '#shared/contract/domain/cell.ts';
import { count } from '#shared/words/format/count.ts';
import { clockSeconds, isoTime, listTime, sameDay } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { BarChart } from '../../charts/BarChart.tsx';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { classes } from '../../components/class-names.ts';
import { type Column, Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { usePeople } from '../../state/peer-context.ts';
import { useTheme } from '../../state/theme.ts';
import { useView } from '../../state/view-preferences.ts';
import { type HourOfPasses, lastDay, passPeer, passWords } from './pass-words.ts';
import styles from './Sync.module.css';

const SHOWN = 5;
/** As many as the node tells of. */
const TOLD_MAX = 50;

const columns = (): readonly Column<HourOfPasses>[] => [
  { id: 'hour', title: t('sync.passes.hour'), cell: (row) => row.label },
  { id: 'items', title: t('sync.passes.items'), numeric: true, cell: (row) => count(row.items) },
];

/** Meetings with members, newest first, and how much went over in each hour. */
export function PassesCard() {
  const passes = useNode((node) => node.passes);
  const brought = useNode((node) => node.passHours);
  const nowMs = useNow(60_000);
  const [all, setAll] = useState(false);
  const shown = all ? passes : passes.slice(0, SHOWN);
  const today = passes.filter((pass) => sameDay(pass.atMs, nowMs));
  const note = t('sync.passes.note', {
    n: today.length,
    more: today.length === TOLD_MAX ? 'yes' : 'no',
    failed: today.filter((pass) => pass.failure !== null).length,
  });
  return (
    <Card
      title={t('sync.passes')}
      note={passes.length > 0 ? note : null}
      action={
        passes.length > SHOWN ? (
          <TextButton aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('sync.passes.less') : t('sync.passes.history', { n: passes.length })}
          </TextButton>
        ) : null
      }
    >
      {lastDay(brought, nowMs).some(({ items }) => items > 0) ? <Hours nowMs={nowMs} /> : null}
      {passes.length === 0 ? (
        <p className={styles.quiet}>{t('sync.passes.none')}</p>
      ) : (
        <ul className={styles.passes}>
          {shown.map((pass) => (
            <PassRow key={`${pass.atMs} ${pass.peer}`} pass={pass} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Hours({ nowMs }: { readonly nowMs: number }) {
  const brought = useNode((node) => node.passHours);
  const tables = useView((view) => view.tables);
  const theme = useTheme(useNode((node) => node.settings.theme));
  const hours = useMemo(() => lastDay(brought, nowMs), [brought, nowMs]);
  const items = hours.map((hour) => hour.items);
  const label = t('sync.passes.chart', {
    total: items.reduce((sum, value) => sum + value, 0),
    now: items.at(-1) ?? 0,
    most: Math.max(...items),
  });
  if (tables) {
    return (
      <div className={styles.bleedInside}>
        <Table
          label={label}
          columns={columns()}
          rows={hours.filter((hour) => hour.items > 0).reverse()}
          rowKey={(row) => row.fromMs}
        />
      </div>
    );
  }
  return (
    <div className={styles.hours}>
      <BarChart label={label} values={items} theme={theme} height={34} />
      <p aria-hidden="true">
        <span>{hours[0]?.label}</span>
        <span>{t('sync.passes.axis')}</span>
        <span>{t('sync.passes.now')}</span>
      </p>
    </div>
  );
}

function PassRow({ pass, nowMs }: { readonly pass: SyncPass; readonly nowMs: number }) {
  const peer = passPeer(pass, usePeople());
  return (
    <li className={styles.pass}>
      <time dateTime={isoTime(pass.atMs)}>
        {sameDay(pass.atMs, nowMs) ? clockSeconds(pass.atMs) : listTime(pass.atMs, nowMs)}
      </time>
      <b title={peer}>
        <bdi>{peer}</bdi>
      </b>
      <span className={classes(pass.failure !== null && styles.failed)}>{passWords(pass)}</span>
    </li>
  );
}
