import { createRoot } from 'react-dom/client';
import type { Client } from '#shared/contract/client.ts';
import { DashboardProvider } from '../state/context.tsx';
import { createDashboard } from '../state/dashboard-store.ts';
import { applyRememberedTheme } from '../state/theme.ts';
import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { InLanguage } from './InLanguage.tsx';

/** Puts the dashboard into the page, over whatever client there is. */
export function mountDashboard(root: HTMLElement | null, client: Client): void {
  if (!root) throw new Error('The page has no element #root');
  applyRememberedTheme();
  createRoot(root).render(
    <ErrorBoundary>
      <DashboardProvider dashboard={createDashboard(client)}>
        <InLanguage>
          <App />
        </InLanguage>
      </DashboardProvider>
    </ErrorBoundary>,
  );
}
