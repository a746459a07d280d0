import { useId } from 'react';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { cellNote, cellReason } from '#shared/words/reasons/held-cell-words.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { HeldCellActions } from '../../components/cell/HeldCellActions.tsx';
import { classes } from '../../components/class-names.ts';
import { Tag } from '../../components/Tag.tsx';
import { useHeldCells } from '../../state/held-cells.ts';
import { useNow } from '../../state/now.ts';
import styles from './Cells.module.css';

/** All cells of this home: the live one first, kept ones grey with their reason. */
export function HeldCellsCard() {
  const cells = useHeldCells();
  return (
    <Card flush title={t('cells.list')} note={cells.length}>
      {cells.map((cell) => (
        <Held key={cell.id} cell={cell} />
      ))}
    </Card>
  );
}

function Held({ cell }: { readonly cell: HeldCell }) {
  const nowMs = useNow();
  const id = useId();
  const reason = cellReason(cell, nowMs);
  return (
    <section aria-labelledby={id} className={classes(styles.cell, !cell.isLive && styles.kept)}>
      <h3 id={id} tabIndex={-1} data-arrival={`cell-${cell.id}`}>
        <bdi>{visibleLine(cell.name, 60)}</bdi>
        {cell.isLive ? <Tag tone="accent">{t('cells.live')}</Tag> : null}
        <span>
          {cellNote(cell)} · {t('cells.receipts', { n: cell.receipts, count: count(cell.receipts) })}
        </span>
      </h3>
      {reason ? (
        <p className={styles.reason} dir="auto">
          {reason}
        </p>
      ) : null}
      {cell.signingBarred && !cell.isLive ? (
        <p className={styles.reason}>{sentence(cell.signingBarred)}</p>
      ) : null}
      <HeldCellActions cell={cell} />
    </section>
  );
}
