import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime } from '#shared/words/format/times.ts';
import type { Mark } from '#shared/words/reasons/mark.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { hasTwin, receiptLabel } from '../../components/receipts/receipt-words.ts';
import type { Verification } from './verification.ts';

export interface ReceiptCheck {
  readonly id: 'hash' | 'signature' | 'link' | 'counts';
  readonly mark: Mark;
  readonly title: string;
  readonly detail: string;
}

/**
 * What the node has proved of a receipt. It stores none whose hash, signature or link does not hold, so those
 * were checked when it came in; a whole verification since then is said as such.
 */
export function receiptChecks(
  receipt: Receipt,
  all: readonly Receipt[],
  verified: Verification | null,
): ReceiptCheck[] {
  const name = visibleLine(receipt.name, 24);
  const when =
    verified?.report.ok === true
      ? t('chain.check.again', { time: clockTime(verified.atMs) })
      : t('chain.check.when');
  return [
    {
      id: 'hash',
      mark: 'ok',
      title: t('chain.check.hash'),
      detail: `${t('chain.check.hashDetail')}, ${when}`,
    },
    {
      id: 'signature',
      mark: 'ok',
      title: t('chain.check.signature', { name }),
      detail: `${t('chain.check.signatureDetail', { name })}, ${when}`,
    },
    linkCheck(receipt, all, name),
    receipt.valid
      ? {
          id: 'counts',
          mark: 'ok',
          title: t('chain.check.counts'),
          detail: t('chain.check.countsDetail'),
        }
      : {
          id: 'counts',
          mark: 'stop',
          title: t('chain.check.void'),
          detail: receipt.reason ? visibleLine(sentence(receipt.reason)) : '',
        },
  ];
}

function linkCheck(receipt: Receipt, all: readonly Receipt[], name: string): ReceiptCheck {
  if (hasTwin(receipt, all)) {
    return {
      id: 'link',
      mark: 'stop',
      title: t('chain.check.twice', { receipt: receiptLabel(receipt) }),
      detail: t('chain.check.twiceDetail', { name }),
    };
  }
  if (receipt.prev === null) {
    return {
      id: 'link',
      mark: 'ok',
      title: t('chain.check.first', { name }),
      detail: t('chain.check.firstDetail'),
    };
  }
  const prev = all.find((other) => other.hash === receipt.prev);
  return {
    id: 'link',
    mark: 'ok',
    title: prev ? t('chain.check.follows', { receipt: receiptLabel(prev) }) : t('chain.check.followsPlain'),
    detail: t('chain.check.followsDetail'),
  };
}
