import type { BrowserWindow, Dialog } from 'electron';
import { checkCall } from '#shared/contract/check-call.ts';
import type { CallName, CallParsed } from '#shared/contract/contract.ts';
import type { Attachment, MessageFile } from '#shared/contract/domain/file.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export interface FileCalls {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly window: () => BrowserWindow | null;
  /** Everything else. */
  readonly call: (name: CallName, input: unknown) => Promise<Result<unknown>>;
}

/** What a page must not ask for: it would name what is read or written. */
const OF_PATHS: readonly CallName[] = ['files.attach', 'files.save'];

/** Asks the operator which file is sent, and where one is saved: the page never names a path, and is given none to read. */
export async function answerFiles(
  calls: FileCalls,
  name: CallName,
  input: unknown,
): Promise<Result<unknown>> {
  if (OF_PATHS.includes(name)) return fail('forbidden', says('error.host.pathsOfDialogs'));
  if (name !== 'files.choose' && name !== 'files.saveAs') return calls.call(name, input);
  const checked = checkCall(name, input);
  if (!checked.ok) return checked;
  if (name === 'files.choose')
    return choose(calls, (checked.value.input as CallParsed<'files.choose'>).thread);
  return saveAs(calls, (checked.value.input as CallParsed<'files.saveAs'>).id);
}

async function choose({ dialog, window, call }: FileCalls, thread: string): Promise<Result<unknown>> {
  const over = window();
  const chosen = over ? await dialog.showOpenDialog(over, { properties: ['openFile'] }) : null;
  const path = chosen?.filePaths[0];
  if (path === undefined) return ok({ attachment: null });
  const attached = await call('files.attach', { path, thread });
  return attached.ok ? ok({ attachment: attached.value as Attachment }) : attached;
}

async function saveAs({ dialog, window, call }: FileCalls, id: string): Promise<Result<unknown>> {
  const found = await call('files.facts', { id });
  if (!found.ok) return found;
  const { stem, extension } = found.value as MessageFile;
  const over = window();
  const chosen = over
    ? await dialog.showSaveDialog(over, {
        defaultPath: extension === '' ? stem : `${stem}.${extension}`,
        // The system asks before a file is written over.
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      })
    : null;
  if (!chosen?.filePath) return ok({ saved: null });
  const saved = await call('files.save', { id, path: chosen.filePath, overwrite: true });
  return saved.ok ? ok({ saved: saved.value }) : saved;
}
