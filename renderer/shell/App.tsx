import { type ReactNode, useEffect } from 'react';
import { t } from '#shared/words/translate.ts';
import { Toasts } from '../components/Toasts.tsx';
import { AgentPage } from '../features/agent/AgentPage.tsx';
import { OthersWhyDialog, OwnWhyDialog } from '../features/agent/WhyDialog.tsx';
import { BackAgainDialog } from '../features/cell/BackAgainDialog.tsx';
import { FoundDialog, JoinDialog } from '../features/cell/EnterDialogs.tsx';
import { InviteDialog } from '../features/cell/InviteDialog.tsx';
import { RecoverDialog } from '../features/cell/RecoverDialog.tsx';
import { RecoveryCodeDialog } from '../features/cell/RecoveryCodeDialog.tsx';
import { ResumeDialog } from '../features/cell/ResumeDialog.tsx';
import { ForgetDialog, HeldCellDialog, LeaveDialog } from '../features/cells/CellDialogs.tsx';
import { CellsPage } from '../features/cells/CellsPage.tsx';
import { ForkDialog } from '../features/cells/ForkDialog.tsx';
import { ChainPage } from '../features/chain/ChainPage.tsx';
import { ClosedInDemo, isClosedInDemo } from '../features/demo/ClosedInDemo.tsx';
import { DemoStrip } from '../features/demo/DemoStrip.tsx';
import { DoctorPage } from '../features/doctor/DoctorPage.tsx';
import { FirstStart } from '../features/first-start/FirstStart.tsx';
import { useFirstStart } from '../features/first-start/first-start.ts';
import { GovernancePage } from '../features/governance/GovernancePage.tsx';
import { NewProposalDialog } from '../features/governance/NewProposalDialog.tsx';
import { RemovalDialog } from '../features/governance/RemovalDialog.tsx';
import { RulesDialog } from '../features/governance/RulesDialog.tsx';
import { ChangeKeyDialog } from '../features/identity/ChangeKeyDialog.tsx';
import { CompareDialog } from '../features/identity/CompareDialog.tsx';
import { CredentialDialog } from '../features/identity/credentials/CredentialDialog.tsx';
import { IdentityPage } from '../features/identity/IdentityPage.tsx';
import { WordsDialog } from '../features/identity/WordsDialog.tsx';
import { MessagesPage } from '../features/messages/MessagesPage.tsx';
import { PeerDialogs } from '../features/messages/PeerDialogs.tsx';
import { OverviewPage } from '../features/overview/OverviewPage.tsx';
import { BridgeDialog } from '../features/reputation/BridgeDialog.tsx';
import { ImportDialog, StatementDialog } from '../features/reputation/BridgeFiles.tsx';
import { EndorseDialog } from '../features/reputation/EndorseDialog.tsx';
import { ReputationPage } from '../features/reputation/ReputationPage.tsx';
import { SearchPage } from '../features/search/SearchPage.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { AddressDialog } from '../features/sync/AddressDialog.tsx';
import { SyncPage } from '../features/sync/SyncPage.tsx';
import { TokensPage } from '../features/tokens/TokensPage.tsx';
import { TransferDialog } from '../features/tokens/TransferDialog.tsx';
import { UndeliveredPage } from '../features/undelivered/UndeliveredPage.tsx';
import { Unlock } from '../features/unlock/Unlock.tsx';
import { useArrival } from '../state/arrival.ts';
import { useBackAgain } from '../state/back-again.ts';
import { useDashboard, useDashboardState } from '../state/context.tsx';
import { useJoinLinkDialog } from '../state/join-link.ts';
import { useKeyboard } from '../state/keyboard.ts';
import { useOverlay } from '../state/overlays.ts';
import { useRoute } from '../state/routes.ts';
import { useTheme } from '../state/theme.ts';
import styles from './App.module.css';
import { KeysDialog } from './KeysDialog.tsx';
import { Over } from './Over.tsx';
import { Palette } from './Palette.tsx';
import { Sidebar } from './Sidebar.tsx';
import { Waiting } from './Waiting.tsx';

export function App() {
  const phase = useDashboardState((state) => state.snapshot?.phase);
  const isOver = useDashboardState((state) => state.connection === 'over');
  const theme = useDashboardState((state) => state.snapshot?.settings.theme);
  const density = useDashboardState((state) => state.snapshot?.settings.density);
  const starting = useFirstStart((state) => state.open);
  useTheme(theme);
  useBackAgain();
  useKeyboard(useDashboard());
  useEffect(() => {
    document.documentElement.dataset.density = density ?? 'comfortable';
  }, [density]);

  if (isOver) return <Over />;
  switch (phase) {
    case undefined:
    case 'starting':
    case 'failed':
      return <Waiting />;
    case 'setup':
      return <FirstStart />;
    case 'locked':
      return <Unlock />;
    case 'running':
      return starting ? <FirstStart /> : <Shell />;
  }
}

function Shell() {
  useJoinLinkDialog();
  useArrival();
  return (
    <div className={styles.shell}>
      <div className={styles.top}>
        <DemoStrip />
      </div>
      <button
        type="button"
        className={styles.skip}
        onClick={() => document.getElementById('content')?.focus()}
      >
        {t('shell.skip')}
      </button>
      <aside className={styles.aside} aria-label={t('shell.product')}>
        <Sidebar />
      </aside>
      <main id="content" tabIndex={-1} className={styles.main} data-scroller="">
        <CurrentPage />
      </main>
      <Overlays />
      <Toasts />
    </div>
  );
}

function CurrentPage(): ReactNode {
  const { page, part } = useRoute();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its top
  useEffect(() => {
    document.getElementById('content')?.scrollTo(0, 0);
  }, [page]);
  switch (page) {
    case 'overview':
      return <OverviewPage />;
    case 'messages':
      return <MessagesPage />;
    case 'sync':
      return <SyncPage />;
    case 'governance':
      return <GovernancePage />;
    case 'chain':
      return <ChainPage />;
    case 'reputation':
      return <ReputationPage />;
    case 'tokens':
      return <TokensPage />;
    case 'identity':
      return <IdentityPage />;
    case 'agent':
      return <AgentPage />;
    case 'settings':
      return part === 'wrong' ? <DoctorPage /> : part === 'cells' ? <CellsPage /> : <SettingsPage />;
    case 'search':
      return <SearchPage />;
    case 'undelivered':
      return <UndeliveredPage />;
  }
}

function Overlays() {
  const overlay = useOverlay((state) => state.overlay);
  const inDemo = useDashboardState((state) => (state.snapshot?.demo ?? null) !== null);
  if (!overlay) return null;
  if (inDemo && isClosedInDemo(overlay)) return <ClosedInDemo />;
  switch (overlay.kind) {
    case 'palette':
      return <Palette />;
    case 'keys':
      return <KeysDialog />;
    case 'found-cell':
      return <FoundDialog />;
    case 'join-cell':
      return <JoinDialog />;
    case 'invite':
      return <InviteDialog />;
    case 'resume-signing':
      return <ResumeDialog />;
    case 'endorse':
      return <EndorseDialog scid={overlay.scid} />;
    case 'credential-issue':
    case 'credential-define':
    case 'credential-check':
    case 'credential-trust':
    case 'credential-issuer':
    case 'credential-present':
    case 'credential-new-papers':
    case 'credential-make-papers':
    case 'credential-show':
    case 'credential-revoke':
      return <CredentialDialog overlay={overlay} />;
    case 'bridge':
      return <BridgeDialog />;
    case 'bridge-import':
      return <ImportDialog />;
    case 'bridge-statement':
      return <StatementDialog cell={overlay.cell} />;
    case 'why':
      return overlay.mine ? (
        <OwnWhyDialog which={{ subject: overlay.digest }} />
      ) : (
        <OthersWhyDialog name={overlay.name} digest={overlay.digest} />
      );
    case 'why-cycle':
      return <OwnWhyDialog which={{ cycle: overlay.cycle }} />;
    case 'fork':
      return <ForkDialog key={JSON.stringify(overlay)} {...overlay} />;
    case 'held-cell':
      return <HeldCellDialog cell={overlay.cell} />;
    case 'forget-cell':
      return <ForgetDialog cell={overlay.cell} />;
    case 'leave-cell':
      return <LeaveDialog />;
    case 'transfer':
      return <TransferDialog />;
    case 'new-proposal':
      return <NewProposalDialog />;
    case 'remove-member':
      return <RemovalDialog scid={overlay.scid} />;
    case 'compare':
      return <CompareDialog scid={overlay.scid} />;
    case 'change-key':
      return <ChangeKeyDialog />;
    case 'recovery-code':
      return <RecoveryCodeDialog />;
    case 'recover':
      return <RecoverDialog />;
    case 'back-again':
      return <BackAgainDialog inPlace={overlay.inPlace} />;
    case 'recovery-words':
      return <WordsDialog />;
    case 'cell-rules':
      return <RulesDialog />;
    case 'address':
      return <AddressDialog did={overlay.did} />;
    default:
      return <PeerDialogs overlay={overlay} />;
  }
}
