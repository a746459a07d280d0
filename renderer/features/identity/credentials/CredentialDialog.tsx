import type { Overlay } from '../../../state/overlays.ts';
import { CheckDialog } from './CheckDialog.tsx';
import { IssueDialog } from './IssueDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { ShowDialog } from './ShowDialog.tsx';
import { TrustDialog } from './TrustDialog.tsx';

export type CredentialOverlay = Extract<Overlay, { kind: `credential-${string}` }>;

/** The dialogs about credentials. */
export function CredentialDialog({ overlay }: { readonly overlay: CredentialOverlay }) {
  switch (overlay.kind) {
    case 'credential-issue':
      return <IssueDialog />;
    case 'credential-check':
      return <CheckDialog />;
    case 'credential-trust':
      return <TrustDialog />;
    case 'credential-show':
      return <ShowDialog id={overlay.id} />;
    case 'credential-revoke':
      return <RevokeDialog id={overlay.id} />;
  }
}
