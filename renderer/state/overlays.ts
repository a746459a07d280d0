import { create } from 'zustand';

/** The dialogs that any page, the palette or a key may open. One at a time. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'add-peer' }
  | { readonly kind: 'edit-peer'; readonly did: string }
  | { readonly kind: 'remove-peer'; readonly did: string }
  | { readonly kind: 'found-cell' }
  | { readonly kind: 'join-cell' }
  | { readonly kind: 'invite' }
  | { readonly kind: 'resume-signing' }
  | { readonly kind: 'new-proposal' }
  | { readonly kind: 'remove-member'; readonly scid: string }
  | { readonly kind: 'compare'; readonly scid: string }
  | { readonly kind: 'recovery-words' }
  | { readonly kind: 'change-key' }
  | { readonly kind: 'recovery-code' }
  | { readonly kind: 'recover' }
  /** `inPlace`: in the home that it has always had. */
  | { readonly kind: 'back-again'; readonly inPlace: boolean }
  | { readonly kind: 'cell-rules' }
  /** `scid` null: the member is chosen in the dialog. */
  | { readonly kind: 'endorse'; readonly scid: string | null }
  | { readonly kind: 'credential-issue' }
  | { readonly kind: 'credential-define' }
  | { readonly kind: 'credential-check' }
  | { readonly kind: 'credential-trust' }
  /** `papers`: what was handed over already, or nothing yet. */
  | { readonly kind: 'credential-issuer'; readonly papers: string }
  | { readonly kind: 'credential-present'; readonly link: string }
  /** `id` null: for a credential that is not held yet, or by what a holder handed over. */
  | { readonly kind: 'credential-new-papers'; readonly id: string | null }
  | { readonly kind: 'credential-make-papers'; readonly id: string | null }
  | { readonly kind: 'credential-show'; readonly id: string }
  | { readonly kind: 'credential-revoke'; readonly id: string }
  | { readonly kind: 'bridge' }
  | { readonly kind: 'bridge-import' }
  | { readonly kind: 'bridge-statement'; readonly cell: string }
  /** What led an agent to something: one's own by its cycle, somebody else's by what is known of it. */
  | { readonly kind: 'why'; readonly digest: string; readonly name: string; readonly mine: boolean }
  | { readonly kind: 'why-cycle'; readonly cycle: number }
  /** A new cell: by which name, with whom, and which certificates it follows, as far as that is known before. */
  | {
      readonly kind: 'fork';
      readonly name?: string;
      readonly asked?: readonly string[];
      readonly follow?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'held-cell'; readonly cell: string }
  | { readonly kind: 'forget-cell'; readonly cell: string }
  | { readonly kind: 'leave-cell' }
  | { readonly kind: 'transfer' }
  /** `did` null: the member is chosen in the dialog. */
  | { readonly kind: 'address'; readonly did: string | null };

export const useOverlay = create<{ readonly overlay: Overlay | null }>(() => ({ overlay: null }));

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay });
}

export function closeOverlay(): void {
  useOverlay.setState({ overlay: null });
}
