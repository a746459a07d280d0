/** What a brain state is called. Valence is unpleasant to pleasant, arousal calm to excited; the middle is 0.5. */
import { t } from '../translate.ts';

export type MoodName = 'calm' | 'excited' | 'tense' | 'low';

export interface Mood {
  readonly name: MoodName;
  /** `Calm and content` */
  readonly title: string;
  /** `Calm, content` */
  readonly short: string;
}

export function mood(state: { readonly valence: number; readonly arousal: number }): Mood {
  const pleasant = state.valence >= 0.5;
  const aroused = state.arousal >= 0.5;
  const name: MoodName = pleasant ? (aroused ? 'excited' : 'calm') : aroused ? 'tense' : 'low';
  return { name, title: t(`mood.${name}.title`), short: t(`mood.${name}.short`) };
}
