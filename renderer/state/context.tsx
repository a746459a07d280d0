import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Dashboard, DashboardState } from './dashboard-store.ts';

const DashboardContext = createContext<Dashboard | null>(null);

export function DashboardProvider({
  dashboard,
  children,
}: {
  readonly dashboard: Dashboard;
  readonly children: ReactNode;
}) {
  return <DashboardContext value={dashboard}>{children}</DashboardContext>;
}

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext);
  if (!dashboard) throw new Error('A component outside DashboardProvider asked for the dashboard');
  return dashboard;
}

export function useDashboardState<T>(select: (state: DashboardState) => T): T {
  return useStore(useDashboard().store, select);
}

/** A part of the node's state. Only components below the gate in App.tsx may ask: there is a snapshot there. */
export function useNode<T>(select: (snapshot: Snapshot) => T): T {
  return useDashboardState((state) => {
    if (!state.snapshot) throw new Error('There is no snapshot yet');
    return select(state.snapshot);
  });
}
