import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../Avatar.tsx';
import { classes } from '../class-names.ts';
import { type Column, Table } from '../Table.tsx';
import styles from './Forks.module.css';

export interface Going {
  readonly scid: string;
  readonly name: string;
  readonly order: number;
  /** Of who goes along: it has entered, or has yet to answer. Null where nobody has been asked yet. */
  readonly entered: boolean | null;
}

export interface WhoGoesProps {
  readonly parent: string;
  readonly name: string;
  readonly stays: readonly Omit<Going, 'entered'>[];
  readonly goes: readonly Going[];
  /** They have gone already. */
  readonly isPast?: boolean;
  /** The same as a table. */
  readonly asTable: boolean;
}

/** Two groups: who stays in a cell, and who goes along into another. */
export function WhoGoes(props: WhoGoesProps) {
  const { stays, goes, asTable, isPast = false } = props;
  const names = { parent: visibleLine(props.parent, 60), name: visibleLine(props.name, 60) };
  if (asTable) return <WhoTable {...props} />;
  const sentence = t('forks.who.sentence', {
    ...names,
    stay: nameList(stays.map((one) => one.name)),
    n: stays.length,
    go: nameList(goes.map((one) => one.name)),
    m: goes.length,
  });
  return (
    <div role="img" aria-label={sentence.trim()} className={styles.who}>
      <Group title={t('forks.who.stays', names)} people={stays} />
      <svg className={styles.arrow} aria-hidden="true" viewBox="0 0 28 24" width="28" height="24">
        <path d="M3 12h21M18 6l6 6-6 6" />
      </svg>
      <Group title={t(isPast ? 'forks.who.went' : 'forks.who.goes', names)} people={goes} goes />
    </div>
  );
}

function Group(props: {
  readonly title: string;
  readonly people: readonly (Omit<Going, 'entered'> & { readonly entered?: boolean | null })[];
  readonly goes?: boolean;
}) {
  const { title, people, goes = false } = props;
  return (
    <div className={classes(styles.group, goes && styles.goes)}>
      <p className={styles.groupTitle} dir="auto">
        {title}
      </p>
      <div className={styles.people}>
        {people.length === 0 ? <span className={styles.note}>{t('forks.who.nobody')}</span> : null}
        {people.map(({ scid, name, order, entered = null }) => (
          <span key={scid} className={styles.person}>
            <Avatar
              name={name}
              order={order}
              size={27}
              mark={entered === null ? null : entered ? 'ok' : 'waiting'}
            />
            <span dir="auto">{visibleLine(name, 24)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

interface Row {
  readonly scid: string;
  readonly name: string;
  readonly where: string;
}

function WhoTable({ parent, name, stays, goes, isPast }: WhoGoesProps) {
  const names = { parent: visibleLine(parent, 60), name: visibleLine(name, 60) };
  const rows: Row[] = [
    ...goes.map((one) => ({
      ...one,
      where: [
        t(isPast ? 'forks.who.went' : 'forks.who.goes', names),
        ...(one.entered === null ? [] : [t(one.entered ? 'forks.who.entered' : 'forks.who.awaited')]),
      ].join(', '),
    })),
    ...stays.map((one) => ({ ...one, where: t('forks.who.stays', names) })),
  ];
  const columns: Column<Row>[] = [
    { id: 'who', title: t('forks.who.member'), cell: (row) => visibleLine(row.name, 40) },
    { id: 'where', title: t('forks.who.where'), wraps: true, cell: ({ where }) => where },
  ];
  return (
    <div className={styles.bleed}>
      <Table label={t('forks.who')} columns={columns} rows={rows} rowKey={({ scid }) => scid} />
    </div>
  );
}
