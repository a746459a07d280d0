import { useEffect } from 'react';
import { create } from 'zustand';
import { codeInHash } from '#shared/words/format/join-link.ts';
import { openOverlay } from './overlays.ts';

/** The code of an invitation that came as a link and waits for a form to join by. */
export const useJoinLink = create<{ readonly code: string | null }>(() => ({ code: null }));

/** Gives the code to whoever shows it, once. */
export function takeJoinLink(): string | null {
  const { code } = useJoinLink.getState();
  if (code !== null) useJoinLink.setState({ code: null });
  return code;
}

/**
 * Watches the page's address for `#/join/CODE`. The code is a secret that works once: it is taken out of the address
 * at once, and the page before it stays. Call it before anything else listens to the address.
 */
export function watchJoinLinks(): void {
  const take = (hashBefore: string): void => {
    const code = codeInHash(location.hash);
    if (code === null) return;
    history.replaceState(null, '', hashBefore || '#/overview');
    useJoinLink.setState({ code });
  };
  take('');
  window.addEventListener('hashchange', (event) => take(new URL(event.oldURL).hash));
}

/** Opens the dialog for a link; for where dialogs are shown. Its form takes the code. */
export function useJoinLinkDialog(): void {
  const waits = useJoinLink((link) => link.code !== null);
  useEffect(() => {
    if (waits) openOverlay({ kind: 'join-cell' });
  }, [waits]);
}
