import { create } from 'zustand';

/** How this window shows things; not settings of the node. */
interface ViewPreferences {
  /** Charts as tables. */
  readonly tables: boolean;
  /** Sidebar as a rail although there is room. */
  readonly rail: boolean;
}

export const useView = create<ViewPreferences>(() => ({ tables: false, rail: false }));

export function toggleTables(): void {
  useView.setState(({ tables }) => ({ tables: !tables }));
}

export function toggleRail(): void {
  useView.setState(({ rail }) => ({ rail: !rail }));
}
