import { useEffect } from 'react';
import { create } from 'zustand';
import {
  codeInHash,
  codeInPresentHash,
  codeInRecoverHash,
  presentLink,
} from '#shared/words/format/join-link.ts';
import { openOverlay } from './overlays.ts';

/** The code of an invitation that came as a link and waits for a form to join by. */
export const useJoinLink = create<{ readonly code: string | null }>(() => ({ code: null }));

/** The same of a recovery code. */
export const useRecoverLink = create<{ readonly code: string | null }>(() => ({ code: null }));

/** The link by which somebody asks to be shown a credential. */
const usePresentLink = create<{ readonly link: string | null }>(() => ({ link: null }));

/** Gives the code to whoever shows it, once. */
export function takeJoinLink(): string | null {
  const { code } = useJoinLink.getState();
  if (code !== null) useJoinLink.setState({ code: null });
  return code;
}

export function takeRecoverLink(): void {
  if (useRecoverLink.getState().code !== null) useRecoverLink.setState({ code: null });
}

/**
 * Watches the page's address for `#/join/CODE`, `#/recover/CODE` and `#/present/CODE`. The code is a secret that works once, or
 * asks once: it is taken out of the address at once, and the page before it stays. Call it before anything else listens to the address.
 */
export function watchJoinLinks(): void {
  const take = (hashBefore: string): void => {
    const code = codeInHash(location.hash);
    const recovery = codeInRecoverHash(location.hash);
    const request = codeInPresentHash(location.hash);
    if (code === null && recovery === null && request === null) return;
    history.replaceState(null, '', hashBefore || '#/overview');
    if (request !== null) usePresentLink.setState({ link: presentLink(request) });
    else if (recovery === null) useJoinLink.setState({ code });
    else useRecoverLink.setState({ code: recovery });
  };
  take('');
  window.addEventListener('hashchange', (event) => take(new URL(event.oldURL).hash));
}

/** Opens the dialog for a link; for where dialogs are shown. The form of a code takes it; a request goes along. */
export function useJoinLinkDialog(): void {
  const joins = useJoinLink((link) => link.code !== null);
  const recovers = useRecoverLink((link) => link.code !== null);
  useEffect(() => {
    if (joins) openOverlay({ kind: 'join-cell' });
    else if (recovers) openOverlay({ kind: 'recover' });
  }, [joins, recovers]);
  const present = usePresentLink(({ link }) => link);
  useEffect(() => {
    if (present === null) return;
    usePresentLink.setState({ link: null });
    openOverlay({ kind: 'credential-present', link: present });
  }, [present]);
}
