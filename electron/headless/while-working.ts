import type { Care, WorkStage } from '#shared/contract/domain/care.ts';
import { t } from '#shared/words/translate.ts';
import type { NodeClient } from './ask-node.ts';

/** Shows how far long work is, where somebody looks at it, and calls it off at Ctrl C. */
export async function whileWorking<T>(client: NodeClient, act: () => Promise<T>): Promise<T> {
  const stop = () => void client.ask('care.cancel', {}).catch(() => {});
  process.once('SIGINT', stop);
  const stopWatching = await client.watch(({ changes }) => showWork(changes.care?.work ?? null));
  try {
    return await act();
  } finally {
    process.off('SIGINT', stop);
    stopWatching();
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}

/** One line that is written over. */
export function showWork(work: Care['work']): void {
  if (!work || !process.stderr.isTTY) return;
  const percent = work.total === 0 ? 0 : Math.floor((100 * work.done) / work.total);
  process.stderr.write(`\r\u001b[K${inWords(work.stage, percent)}`);
}

function inWords(stage: WorkStage, percent: number): string {
  switch (stage) {
    case 'copying':
      return t('terminal.work.copying', { percent });
    case 'writing':
      return t('terminal.work.writing', { percent });
    case 'checking':
      return t('terminal.work.checking', { percent });
    case 'freeing':
      return t('terminal.work.freeing', { percent });
  }
}
