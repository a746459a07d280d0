import type { Carried } from '#shared/contract/domain/fork.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { followsLine } from '#shared/words/reasons/fork-words.ts';
import { t } from '#shared/words/translate.ts';
import { type Column, Table } from '../Table.tsx';
import styles from './Forks.module.css';

type Row = Carried['members'][number];

/** Exactly what goes along into a fork: tokens, trust and the number of proposals; and what stays behind. */
export function CarriedFacts({ carried, parent }: { readonly carried: Carried; readonly parent: string }) {
  const { members, trust, number, follows } = carried;
  const nameOf = (scid: string) =>
    visibleLine(members.find((one) => one.scid === scid)?.name ?? scid.slice(0, 8), 24);
  return (
    <div className={styles.stack}>
      <div className={styles.bleed}>
        <Table label={t('forks.along')} columns={columns()} rows={members} rowKey={({ scid }) => scid} />
      </div>
      <h3 className={styles.heading}>{t('forks.along.trust')}</h3>
      {trust.length === 0 ? (
        <p className={styles.text}>{t('forks.along.trustNone')}</p>
      ) : (
        <ul className={styles.trust}>
          {trust.map(({ from, to, thousandths }) => (
            <li key={`${from} ${to}`}>
              {t('forks.along.trustRow', {
                from: nameOf(from),
                to: nameOf(to),
                strength: decimal(thousandths / 1000, 2),
              })}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.text}>
        {[
          t('forks.number', { n: number + 1 }),
          ...follows.map(followsLine),
          t('forks.stays.text', { parent: visibleLine(parent, 60) }),
        ].join(' ')}
      </p>
    </div>
  );
}

function columns(): Column<Row>[] {
  return [
    { id: 'who', title: t('forks.who.member'), cell: ({ name }) => visibleLine(name, 40) },
    { id: 'there', title: t('forks.along.tokens'), numeric: true, cell: ({ balance }) => balance },
    { id: 'here', title: t('forks.along.here'), numeric: true, cell: ({ balanceHere }) => balanceHere },
  ];
}
