/** The system's dialogs of an app under test: noted, and answered as the operator would, since nobody sits there. */
import type { ElectronApplication } from 'playwright';

export interface NotedDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

interface Noted {
  dialogs: NotedDialog[];
  answer: number;
}

/** From now on every dialog is answered by the first button, until `answerDialogsBy`. */
export async function noteDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    const noted: Noted = { dialogs: [], answer: 0 };
    Object.assign(globalThis, { notedDialogs: noted });
    dialog.showMessageBox = ((...given: unknown[]) => {
      const { message, detail = '', buttons = [] } = given.at(-1) as NotedDialog;
      noted.dialogs.push({ message, detail, buttons });
      return Promise.resolve({ response: noted.answer, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  });
}

export function answerDialogsBy(app: ElectronApplication, button: number): Promise<void> {
  return app.evaluate((_electron, answer) => {
    (globalThis as unknown as { notedDialogs: Noted }).notedDialogs.answer = answer;
  }, button);
}

export function notedDialogs(app: ElectronApplication): Promise<NotedDialog[]> {
  return app.evaluate(() => (globalThis as unknown as { notedDialogs: Noted }).notedDialogs.dialogs);
}

/** The questions for files are answered so, from now on; '' closes them. What is asked to save to is noted. */
export function answerFileDialogs(
  app: ElectronApplication,
  answers: { readonly open: string; readonly save: string },
): Promise<void> {
  return app.evaluate(({ dialog }, { open, save }) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { askedForSave: asked });
    dialog.showOpenDialog = (() =>
      Promise.resolve({
        canceled: open === '',
        filePaths: open === '' ? [] : [open],
      })) as typeof dialog.showOpenDialog;
    dialog.showSaveDialog = ((...given: unknown[]) => {
      asked.push(given.at(-1));
      return Promise.resolve({ canceled: save === '', filePath: save });
    }) as typeof dialog.showSaveDialog;
  }, answers);
}
