import { create } from 'zustand';
import type { Protection } from './ProtectStep.tsx';

interface FirstStartState {
  /** Open until its last question is answered, although the node runs from the second answer on. */
  readonly open: boolean;
  readonly name: string;
  readonly protection: Protection | null;
  /** A cell was founded here: its neighbours are invited before the dashboard opens. */
  readonly founded: boolean;
  /** The recovery words are asked to be written down. */
  readonly writes: boolean;
}

export const useFirstStart = create<FirstStartState>(() => ({
  open: false,
  name: '',
  protection: null,
  founded: false,
  writes: false,
}));

export function endFirstStart(): void {
  useFirstStart.setState({ open: false });
}
