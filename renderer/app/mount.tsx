import { createRoot } from 'react-dom/client';
import type { Client } from '#shared/ipc/client.ts';
import { App } from './App.tsx';
import { DashboardProvider } from './context.tsx';
import { createDashboard } from './dashboard-store.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { applyRememberedTheme } from './theme.ts';

/** Puts the dashboard into the page, over whatever client there is. */
export function mountDashboard(root: HTMLElement | null, client: Client): void {
  if (!root) throw new Error('The page has no element #root');
  applyRememberedTheme();
  createRoot(root).render(
    <ErrorBoundary>
      <DashboardProvider dashboard={createDashboard(client)}>
        <App />
      </DashboardProvider>
    </ErrorBoundary>,
  );
}
