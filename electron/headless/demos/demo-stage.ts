import type { GovernanceEvent } from '../../node/tutorial/governance-service.ts';
import type { CastOptions, DemoCast } from './demo-cast.ts';
import type { DemoContext } from './demo-context.ts';
import { LocalCast } from './local-cast.ts';

interface StageOptions {
  readonly names: readonly string[];
  readonly observe: CastOptions['observe'];
  readonly observeGovernance?: (event: GovernanceEvent) => void;
}

/** Sets up the agents and their cell, runs the play, and clears up whatever happens. */
export async function onStage(
  { seed, libp2p, scratchFolder, note }: DemoContext,
  { names, observe, observeGovernance = () => {} }: StageOptions,
  play: (cast: DemoCast) => Promise<void>,
): Promise<void> {
  const options: CastOptions = { names, seed, scratchFolder, observe, observeGovernance };
  const cast = libp2p ? await startProcesses(options, note) : await LocalCast.start(options);
  try {
    await play(cast);
  } finally {
    await cast.close();
  }
}

/** Only where it is asked for: the others need no further processes. */
async function startProcesses(options: CastOptions, note: DemoContext['note']): Promise<DemoCast> {
  const { ProcessCast } = await import('./process-cast.ts');
  return ProcessCast.start(options, note);
}
