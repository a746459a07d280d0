import { t } from '#shared/words/translate.ts';
import { showToast } from './toasts.ts';

/** Copies and says so. Where the window has no right to the clipboard, it says what to do instead. */
export async function copyText(text: string, done = t('shell.toast.copied')): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(done);
    return true;
  } catch {
    if (copyBySelection(text)) {
      showToast(done);
      return true;
    }
    showToast(t('shell.toast.copyFailed'));
    return false;
  }
}

/** The older way, which needs no permission; a dialog must hold the field, or it cannot be selected. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  const focused = document.activeElement;
  const place = (focused?.closest('dialog') ?? document.body) as HTMLElement;
  field.value = text;
  field.className = 'visuallyHidden';
  place.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
