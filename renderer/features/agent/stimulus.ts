import { create } from 'zustand';

interface FormStimulus {
  readonly type: 'visual' | 'auditory';
  readonly intensity: number;
  readonly novelty: number;
}

/** The stimulus of the form, shared by the single cycle and the run; it stays while other pages are open. */
export const useStimulus = create<FormStimulus>(() => ({ type: 'visual', intensity: 0.8, novelty: 0.9 }));

export function setStimulus(change: Partial<FormStimulus>): void {
  useStimulus.setState(change);
}
