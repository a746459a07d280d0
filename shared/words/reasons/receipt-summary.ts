import { Choice } from '../../protocol/closing/bodies.ts';
import type { Entry } from '../../protocol/log/entry.ts';
import { type KindName, kindNamed, kindOf } from '../../protocol/state/kinds.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';
import { choiceWord } from './choice-word.ts';

/** One sentence that says what an entry did, of whatever it is made; `titleOf` finds the title of a proposal by ballot or draft, `nameOf` a member. */
export function receiptSummary(
  name: string,
  entry: Entry,
  titleOf: (hash: string) => string | null,
  nameOf: (scid: string) => string = (scid) => scid.slice(0, 8),
): string {
  try {
    const kind = kindNamed(entry.kind);
    if (!kind) return t('receipt.other', { name });
    // Anybody can sign anything: what the body's schema does not take is not read.
    if (kindOf(kind).body.safeParse(entry.body).success) return summaryOf(name, kind, entry, titleOf, nameOf);
  } catch {
    // One entry that cannot be told of must not keep a page of others from being shown.
  }
  return t('receipt.unread', { name });
}

function summaryOf(
  name: string,
  kind: KindName,
  { body }: Entry,
  titleOf: (hash: string) => string | null,
  nameOf: (scid: string) => string,
): string {
  const title = (hash: unknown): string =>
    visibleLine((typeof hash === 'string' ? titleOf(hash) : null) ?? t('receipt.untitled'));
  switch (kind) {
    case 'found':
      return t('receipt.found', { name, cell: visibleLine(String(body.name)) });
    case 'draft':
      return t('receipt.draft', { name, title: visibleLine(String(body.title)) });
    case 'revise':
    case 'review':
    case 'comment':
      return t(`receipt.${kind}`, { name, title: title(body.proposal) });
    case 'proof':
      return t('receipt.proof', { name, member: visibleLine(nameOf(String(body.member))) });
    case 'open':
      return t('receipt.open', { name, title: title(body.proposal) });
    case 'vote':
      return t('receipt.vote', {
        name,
        title: title(body.ballot),
        choice: choiceWord(Choice.parse(body.choice)),
      });
    case 'withdraw':
      return t('receipt.withdraw', { name, title: title(body.ballot) });
    case 'close':
      return t('receipt.close', { name, title: title(body.ballot) });
    case 'sign':
      return t('receipt.sign', { name, title: title(body.ballot) });
    case 'confirm':
      return t('receipt.confirm', { name, title: title(body.ballot) });
    case 'endorse': {
      const member = visibleLine(nameOf(String(body.member)));
      return body.strength === 0
        ? t('receipt.unendorse', { name, member })
        : t('receipt.endorse', { name, member, strength: (Number(body.strength) / 1000).toFixed(2) });
    }
    case 'transfer':
      return t('receipt.transfer', {
        name,
        member: visibleLine(nameOf(String(body.to))),
        amount: Number(body.amount),
      });
    case 'restored':
      return t('receipt.restored', { name });
  }
}
