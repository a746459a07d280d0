import type { About, Deed, Receipt } from '../../contract/domain/receipt.ts';
import { decimal } from '../format/decimal.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';
import { choiceWord } from './choice-word.ts';
import { proposalTitle } from './proposal-title.ts';

/** One sentence that says who did what: `carol voted APPROVE on “Admit dave”`. */
export function receiptSummary({ name, deed }: Pick<Receipt, 'name' | 'deed'>): string {
  return t('receipt.by', { name: visibleLine(name), deed: deedInWords(deed) });
}

/** What a receipt did, without the name of its author: `voted APPROVE on “Admit dave”`. */
export function deedInWords(deed: Deed): string {
  switch (deed.did) {
    case 'found':
      return t('receipt.found', { cell: visibleLine(deed.cell) });
    case 'draft':
    case 'revise':
    case 'review':
    case 'comment':
    case 'open':
    case 'withdraw':
    case 'close':
    case 'sign':
    case 'confirm':
    case 'scar-note':
    case 'scar-heal':
      return t(`receipt.${deed.did}`, { title: titleOf(deed.proposal) });
    case 'vote':
      return t('receipt.vote', { title: titleOf(deed.proposal), choice: choiceWord(deed.choice) });
    case 'proof':
      return t('receipt.proof', { member: visibleLine(deed.member) });
    case 'endorse': {
      const member = visibleLine(deed.member);
      return deed.strength === 0
        ? t('receipt.unendorse', { member })
        : t('receipt.endorse', { member, strength: decimal(deed.strength / 1000, 2) });
    }
    case 'transfer':
      return t('receipt.transfer', { member: visibleLine(deed.member), amount: deed.amount });
    case 'statement':
      return deed.to === undefined
        ? t('receipt.statement.standing')
        : t('receipt.statement.trust', { cell: cellOf(deed.to) });
    case 'import':
      return t('receipt.import', { cell: cellOf(deed.cell) });
    case 'define':
      return t('receipt.define', { title: visibleLine(deed.title) });
    case 'issue':
    case 'revoke':
    case 'status':
    case 'attest':
    case 'restored':
    case 'branch':
    case 'enter':
    case 'leave':
    case 'stay':
    case 'other':
    case 'unread':
      return t(`receipt.${deed.did}`);
  }
}

function titleOf(proposal: About): string {
  return proposal ? proposalTitle(proposal) : t('receipt.untitled');
}

function cellOf(name: string | null): string {
  return name === null ? t('receipt.aCell') : visibleLine(name);
}
