import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrainSimulation } from '../../node/cognition/brain-simulation.ts';
import { readStateFile, writeStateFile } from '../../node/cognition/state-file.ts';
import { brainLine } from './brain-line.ts';
import { brainPlot } from './brain-plot.ts';
import type { DemoContext } from './demo-context.ts';
import { randomFor } from './seeded-random.ts';

/** Type, intensity, novelty. */
const STIMULI = [
  ['visual', 0.8, 0.9],
  ['auditory', 0.5, 0.4],
  ['visual', 0.3, 0.2],
  ['auditory', 0.7, 0.8],
  ['visual', 0.6, 0.5],
] as const;

/** Demo 3: five cycles, going on from where the last run stopped. */
export async function brainDemo({ print, seed, stateFolder }: DemoContext): Promise<void> {
  const statePath = join(stateFolder, 'ghoststack_brain_state.json');
  const plotPath = join(stateFolder, 'ghoststack_brain_plot.svg');
  const saved = readStateFile(statePath);
  const brain = new BrainSimulation({ ...saved, random: randomFor(seed, 'brain') });
  if (saved !== null) print(`[persist] state loaded from ${statePath} (cycle=${brain.cycle})`);
  for (const [type, intensity, novelty] of STIMULI) print(brainLine(brain.step(type, intensity, novelty)));
  print(`[memory] stored ${brain.hippocampus.size} episodes`);
  const episodes = brain.hippocampus.all();
  writeStateFile(statePath, { state: brain.state, episodes });
  print(`[persist] state saved to ${statePath}`);
  writeFileSync(plotPath, brainPlot(episodes));
  print(`[plot]   saved emotion trajectory → ${plotPath}`);
}
