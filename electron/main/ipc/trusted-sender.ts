import { isOfOrigin } from '../security/app-origin.ts';

/** The part of an IPC event that tells who sent it. */
export interface SenderFacts {
  readonly contentsId: number;
  /** Null when the frame was gone before the call was looked at. */
  readonly frame: { readonly url: string; readonly isMainFrame: boolean } | null;
}

/** Only the top frame of our one window, while it shows a page of our own. */
export function isTrustedSender(
  sender: SenderFacts,
  windowContentsId: number | null,
  origin: string,
): boolean {
  const { frame } = sender;
  if (windowContentsId === null || sender.contentsId !== windowContentsId) return false;
  return frame?.isMainFrame === true && isOfOrigin(frame.url, origin);
}
