import type { Thought } from './demo-cast.ts';
import { floatText } from './python-text.ts';

/** One cycle as demos 3 and 4 print it. */
export function brainLine(step: Thought): string {
  return `[brain] cycle ${String(step.cycle).padEnd(3)} ${feelings(step)}`;
}

/** One cycle as demo 5 prints it. */
export function namedBrainLine(name: string, step: Thought): string {
  return `[brain] ${name} cycle ${String(step.cycle).padEnd(2)} ${feelings(step)}`;
}

function feelings({ stimulus, emotion, action, dopamine }: Thought): string {
  const mood = `valence=${floatText(emotion.valence)}, arousal=${floatText(emotion.arousal)}`;
  return `stimulus=${stimulus.padEnd(8)} emotion=(${mood})  action=${action.padEnd(8)} dopamine=${floatText(dopamine)}`;
}
