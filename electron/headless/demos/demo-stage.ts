import { type GovernanceEvent, GovernanceService } from '../../node/governance/governance-service.ts';
import { DidService } from '../../node/identity/did-service.ts';
import { IncentiveService } from '../../node/incentives/incentive-service.ts';
import { ReputationService } from '../../node/reputation/reputation-service.ts';
import { openStore } from '../../node/store/store.ts';
import type { CastOptions, DemoCast, DemoServices } from './demo-cast.ts';
import type { DemoContext } from './demo-context.ts';
import { LocalCast } from './local-cast.ts';

export interface Stage extends DemoServices {
  readonly cast: DemoCast;
}

interface StageOptions {
  readonly names: readonly string[];
  readonly observe: CastOptions['observe'];
  readonly observeGovernance?: (event: GovernanceEvent, dids: DidService) => void;
}

/** Sets up agents and what they share, runs the play, and clears up whatever happens. */
export async function onStage(
  { seed, libp2p, scratchFolder, note }: DemoContext,
  { names, observe, observeGovernance = () => {} }: StageOptions,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const store = openStore({ path: ':memory:' });
  try {
    const dids = new DidService({ store });
    const services: DemoServices = {
      dids,
      governance: new GovernanceService({ store, dids, observe: (event) => observeGovernance(event, dids) }),
      reputation: new ReputationService(),
      incentives: new IncentiveService({ store }),
    };
    const options: CastOptions = { ...services, names, seed, scratchFolder, observe };
    const cast = libp2p ? await startProcesses(options, note) : new LocalCast(options);
    try {
      await play({ ...services, cast });
    } finally {
      await cast.close();
    }
  } finally {
    store.close();
  }
}

/** Only where it is asked for: the others need no further processes. */
async function startProcesses(options: CastOptions, note: DemoContext['note']): Promise<DemoCast> {
  const { ProcessCast } = await import('./process-cast.ts');
  return ProcessCast.start(options, note);
}
