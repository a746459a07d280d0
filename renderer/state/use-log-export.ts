import type { CallInput } from '#shared/contract/contract.ts';
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';
import { fileName, saveFile } from './save-file.ts';
import { showToast } from './toasts.ts';
import { useCall } from './use-call.ts';

export interface LogExport {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Saves the log as `maple-street-<what>.jsonl`: all of it, since a result is proved by all that led to it. */
  readonly save: (what: string) => Promise<void>;
}

/**
 * A cell's log as a file that anyone can check without GhostStack's help or a network: `ghoststack log verify`. `of`:
 * which one's, if not the live one's.
 */
export function useLogExport(cell: Pick<Cell, 'name'> | null, of: CallInput<'log.export'> = {}): LogExport {
  const { busy, failure, run } = useCall('log.export');
  const save = async (what: string) => {
    const done = await run(of);
    if (!done) return;
    const file = `${fileName(`${cell?.name ?? ''} ${what}`)}.jsonl`;
    saveFile(file, done.value.text, 'application/jsonl');
    showToast(t('chain.exported', { file }));
  };
  return { busy, failure, save };
}
