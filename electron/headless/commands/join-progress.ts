import type { Joining } from '#shared/contract/domain/cell.ts';
import { GhostStackError, saidBy } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';

export function requireNotRefused(joining: Joining | null): void {
  if (joining?.state !== 'refused') return;
  throw new GhostStackError('refused', joining.trouble ? saidBy(joining.trouble) : asWritten(''));
}

export function compareWords(inviter: string | null, words: readonly string[]): string {
  const said = { words: words.join(' ') };
  return inviter === null
    ? t('terminal.join.compareUnknown', said)
    : t('terminal.join.compare', { ...said, inviter: visibleLine(inviter) });
}
