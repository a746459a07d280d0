import type { BrowserWindow, Dialog, FileFilter } from 'electron';
import { checkCall } from '#shared/contract/check-call.ts';
import type { CallParsed } from '#shared/contract/contract.ts';
import { ok, type Result } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';

type Wanted = CallParsed<'window.chooseFile'>;

/** Asks the operator in the system's own dialog, over that window; null where the question is closed. */
export async function answerFileDialog(
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  window: BrowserWindow | null,
  input: unknown,
): Promise<Result<unknown>> {
  const checked = checkCall('window.chooseFile', input);
  if (!checked.ok) return checked;
  if (window === null) return ok({ path: null });
  const { wanted, suggested } = checked.value.input as Wanted;
  const about = { defaultPath: suggested, filters: filtersOf(wanted) };
  if (wanted !== 'restore' && wanted !== 'folder') {
    // The system asks before an older backup is written over.
    const { filePath } = await dialog.showSaveDialog(window, {
      ...about,
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
    return ok({ path: filePath || null });
  }
  const { filePaths } = await dialog.showOpenDialog(window, {
    ...about,
    properties: wanted === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile'],
  });
  return ok({ path: filePaths[0] ?? null });
}

function filtersOf(wanted: Wanted['wanted']): FileFilter[] {
  if (wanted === 'folder') return [];
  if (wanted === 'csv' || wanted === 'json') return [{ name: wanted.toUpperCase(), extensions: [wanted] }];
  if (wanted === 'text') return [{ name: t('files.text'), extensions: ['txt'] }];
  return [
    { name: t('files.backups'), extensions: ['gsbackup'] },
    ...(wanted === 'restore' ? [{ name: t('files.all'), extensions: ['*'] }] : []),
  ];
}
