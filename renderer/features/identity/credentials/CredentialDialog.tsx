import type { Overlay } from '../../../state/overlays.ts';
import { CheckDialog } from './CheckDialog.tsx';
import { DefineDialog } from './DefineDialog.tsx';
import { IssueDialog } from './IssueDialog.tsx';
import { IssuerDialog } from './IssuerDialog.tsx';
import { MakePapersDialog, NewPapersDialog } from './PapersDialogs.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { PresentDialog, ShowDialog } from './ShowDialog.tsx';
import { TrustDialog } from './TrustDialog.tsx';

export type CredentialOverlay = Extract<Overlay, { kind: `credential-${string}` }>;

/** The dialogs about credentials. */
export function CredentialDialog({ overlay }: { readonly overlay: CredentialOverlay }) {
  switch (overlay.kind) {
    case 'credential-issue':
      return <IssueDialog />;
    case 'credential-define':
      return <DefineDialog />;
    case 'credential-check':
      return <CheckDialog />;
    case 'credential-trust':
      return <TrustDialog />;
    case 'credential-issuer':
      return <IssuerDialog papers={overlay.papers} />;
    case 'credential-present':
      return <PresentDialog key={overlay.link} link={overlay.link} />;
    case 'credential-new-papers':
      return <NewPapersDialog id={overlay.id} />;
    case 'credential-make-papers':
      return <MakePapersDialog id={overlay.id} />;
    case 'credential-show':
      return <ShowDialog id={overlay.id} />;
    case 'credential-revoke':
      return <RevokeDialog id={overlay.id} />;
  }
}
