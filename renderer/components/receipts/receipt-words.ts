import type { Cell, CellMember, Holdings } from '#shared/contract/domain/cell.ts';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isStringKey, t } from '#shared/words/translate.ts';

/** `carol 240`; a feed that began anew after a restore says its generation: `carol 1.12`. */
export function receiptLabel(receipt: Pick<Receipt, 'name' | 'gen' | 'seq'>): string {
  const number = receipt.gen === 0 ? String(receipt.seq) : `${receipt.gen}.${receipt.seq}`;
  return `${visibleLine(receipt.name, 24)} ${number}`;
}

export function kindLabel(kind: string): string {
  const key = `chain.kind.${kind}`;
  return t(isStringKey(key) ? key : 'chain.kind.other');
}

/** `9be2 4c07 51aa … 0d3e` */
export function groupedHash(hash: string): string {
  const groups = hash.match(/.{4}/g) ?? [];
  return [...groups.slice(0, 3), '…', ...groups.slice(-1)].join(' ');
}

/** The first two groups, for where the hash is only to be recognised. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)}\u00a0${hash.slice(4, 8)}`;
}

/** Members that hold a receipt, as each last said; null where that cannot be told. */
export function holdersOf(
  receipt: Receipt,
  cell: Cell,
  holdings: Holdings | null,
): readonly CellMember[] | null {
  const author = cell.members.find((member) => member.scid === receipt.author);
  const row = holdings?.members.indexOf(receipt.author) ?? -1;
  // Figures count along a feed; with a second generation or a second version the place in it is not the number.
  if (!holdings || !author || row < 0 || receipt.gen !== 0 || author.receipts <= receipt.seq) return null;
  if (cell.forked.includes(author.name)) return null;
  const after = author.receipts - 1 - receipt.seq;
  return cell.members.filter((member) => {
    const behind = holdings.behind[row]?.[holdings.members.indexOf(member.scid)] ?? null;
    return behind !== null && behind <= after;
  });
}

/** Whether another loaded receipt has its author, generation and number: an equivocation. */
export function hasTwin(receipt: Receipt, all: readonly Receipt[]): boolean {
  return all.some(
    (other) =>
      other.hash !== receipt.hash &&
      other.author === receipt.author &&
      other.gen === receipt.gen &&
      other.seq === receipt.seq,
  );
}
