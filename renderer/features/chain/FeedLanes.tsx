import { type KeyboardEvent, useRef } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime, sameDay, shortDay } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { classes } from '../../components/class-names.ts';
import { kindLabel, receiptLabel } from '../../components/receipts/receipt-words.ts';
import { useRoving } from '../../state/use-roving.ts';
import styles from './FeedLanes.module.css';
import { type Block, type Lanes, neighbour } from './lanes.ts';
import type { ReadCell } from './read-cell.ts';

/** As wide as a target must be: each receipt has a column of its own. */
export const COLUMN = 28;
export const LABELS = 84;
const LANE = 36;
const TOP = 10;
const BELOW = 26;

const x = (column: number): number => LABELS + (column + 0.5) * COLUMN;
const y = (lane: number): number => TOP + (lane + 0.5) * LANE;

/** One lane for each author, blocks in causal order; the selected one shows what it had seen. */
export function FeedLanes(props: {
  readonly lanes: Lanes;
  readonly cell: ReadCell;
  readonly names: ReadonlyMap<string, string>;
  readonly selected: string | null;
  readonly onSelect: (hash: string) => void;
  readonly label: string;
}) {
  const { lanes, cell, names, selected, onSelect } = props;
  const group = useRef<HTMLFieldSetElement>(null);
  const settle = useRoving(group);
  const { blocks, authors } = lanes;
  const width = x(blocks.length);
  const height = TOP + authors.length * LANE + BELOW;
  const orderOf = (author: string) => cell.members.find((member) => member.scid === author)?.order ?? 6;

  const onKeyDown = (event: KeyboardEvent) => {
    const hash = (event.target as HTMLElement).dataset.item;
    const from = blocks.find((block) => block.receipt.hash === hash);
    const next = from ? neighbour(blocks, from, event.key) : null;
    if (!next) return;
    event.preventDefault();
    group.current?.querySelector<HTMLElement>(`[data-item="${next.receipt.hash}"]`)?.focus();
  };

  return (
    <fieldset
      ref={group}
      className={styles.lanes}
      aria-label={props.label}
      style={{ blockSize: height }}
      onKeyDown={onKeyDown}
      onFocus={(event) => settle(event.target)}
    >
      <svg aria-hidden="true" className={styles.drawing} width="100%" height={height}>
        {authors.map((author, lane) => (
          <g key={author}>
            <text className={styles.author} x="0" y={y(lane) + 4.5}>
              {visibleLine(names.get(author) ?? author.slice(0, 8), 11)}
            </text>
            <line className={styles.lane} x1={LABELS} x2="100%" y1={y(lane)} y2={y(lane)} />
          </g>
        ))}
        <Days blocks={blocks} height={height} />
        <Seen blocks={blocks} selected={selected} width={width} />
      </svg>
      {blocks.map((block) => (
        <BlockButton
          key={block.receipt.hash}
          block={block}
          order={orderOf(block.receipt.author)}
          current={block.receipt.hash === selected}
          onSelect={onSelect}
        />
      ))}
    </fieldset>
  );
}

function BlockButton(props: {
  readonly block: Block;
  readonly order: number;
  readonly current: boolean;
  readonly onSelect: (hash: string) => void;
}) {
  const { receipt, column, lane } = props.block;
  const label = t('chain.feeds.block', {
    receipt: receiptLabel(receipt),
    kind: kindLabel(receipt.kind),
    time: dayAndTime(receipt.atMs),
    valid: receipt.valid ? 'yes' : 'no',
  });
  return (
    <button
      type="button"
      data-item={receipt.hash}
      data-member={props.order % 7}
      aria-label={label}
      aria-current={props.current ? 'true' : undefined}
      title={label}
      className={classes(styles.block, !receipt.valid && styles.void)}
      style={{ left: x(column) - COLUMN / 2, top: y(lane) - COLUMN / 2 }}
      onClick={() => props.onSelect(receipt.hash)}
    />
  );
}

/** Dashed curves to the newest receipts of others that the selected one builds on. */
function Seen(props: {
  readonly blocks: readonly Block[];
  readonly selected: string | null;
  readonly width: number;
}) {
  const block = props.blocks.find(({ receipt }) => receipt.hash === props.selected);
  if (!block) return null;
  const end = { x: x(block.column), y: y(block.lane) };
  const sources = props.blocks.filter(({ receipt }) => block.receipt.seen.includes(receipt.hash));
  return sources.map(({ receipt, column, lane }) => {
    const start = { x: x(column) + 8, y: y(lane) };
    const bend = Math.max(14, (end.x - start.x) / 2);
    const path = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x - 9} ${end.y}`;
    return <path key={receipt.hash} className={styles.seen} d={path} />;
  });
}

/** A dotted vertical where a day begins, with its name. Clocks of authors may differ: only a later day counts. */
function Days({ blocks, height }: { readonly blocks: readonly Block[]; readonly height: number }) {
  let latestMs = Number.NEGATIVE_INFINITY;
  let freeFrom = Number.NEGATIVE_INFINITY;
  return blocks.map(({ receipt, column }) => {
    const begins = receipt.atMs > latestMs && !(Number.isFinite(latestMs) && sameDay(receipt.atMs, latestMs));
    const isFirst = !Number.isFinite(latestMs);
    latestMs = Math.max(latestMs, receipt.atMs);
    if (!begins) return null;
    const at = x(column) - COLUMN / 2;
    const named = at >= freeFrom;
    if (named) freeFrom = at + 84;
    return (
      <g key={receipt.hash}>
        {isFirst ? null : <line className={styles.day} x1={at} x2={at} y1={0} y2={height - BELOW + 4} />}
        {named ? (
          <text className={styles.dayName} x={at + (isFirst ? 2 : 6)} y={height - 7}>
            {shortDay(receipt.atMs)}
          </text>
        ) : null}
      </g>
    );
  });
}
