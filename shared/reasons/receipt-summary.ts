import { visibleLine } from '../format/peer-text.ts';
import { t } from '../i18n/translate.ts';
import type { Entry } from '../log/entry.ts';

/** One sentence that says what an entry did; `titleOf` finds the title of a proposal by ballot or draft. */
export function receiptSummary(name: string, entry: Entry, titleOf: (hash: string) => string | null): string {
  const { kind, body } = entry;
  const title = (hash: unknown): string =>
    visibleLine((typeof hash === 'string' ? titleOf(hash) : null) ?? t('receipt.untitled'));
  switch (kind) {
    case 'found':
      return t('receipt.found', { name, cell: visibleLine(String(body.name)) });
    case 'draft':
      return t('receipt.draft', { name, title: visibleLine(String(body.title)) });
    case 'open':
      return t('receipt.open', { name, title: title(body.proposal) });
    case 'vote':
      return t('receipt.vote', { name, title: title(body.ballot), choice: String(body.choice) });
    case 'withdraw':
      return t('receipt.withdraw', { name, title: title(body.ballot) });
    case 'close':
      return t('receipt.close', { name, title: title(body.ballot) });
    case 'sign':
      return t('receipt.sign', { name, title: title(body.ballot) });
    case 'confirm':
      return t('receipt.confirm', { name, title: title(body.ballot) });
    case 'restored':
      return t('receipt.restored', { name });
    default:
      return t('receipt.other', { name, kind });
  }
}
