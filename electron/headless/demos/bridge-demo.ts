import { join } from 'node:path';
import { ownerOfAlias } from '../../node/tutorial/did-service.ts';
import { GhostAgent } from '../../node/tutorial/ghost-agent.ts';
import { GovernanceService } from '../../node/tutorial/governance-service.ts';
import { IncentiveService } from '../../node/tutorial/incentive-service.ts';
import { LocalCell } from '../../node/tutorial/local-cell.ts';
import { ReputationService } from '../../node/tutorial/reputation-service.ts';
import { brainLine } from './brain-line.ts';
import { DEMO_CELL } from './demo-cast.ts';
import type { DemoContext } from './demo-context.ts';
import { randomFor } from './seeded-random.ts';

const AGENT = 'agent001';

/** Demo 4: one agent, alone in its cell, that feels, proposes what it chose, and queues a message for everyone. */
export async function bridgeDemo({ print, seed, stateFolder, scratchFolder }: DemoContext): Promise<void> {
  const cell = LocalCell.found(DEMO_CELL, { name: AGENT });
  const govSvc = new GovernanceService({
    cell,
    observe: (event) => {
      if (event.kind === 'proposed') {
        const { id, proposer, description } = event.proposal;
        print(`[governance] proposal ${id} created by ${ownerOfAlias(proposer)}: "${description}"`);
      }
      if (event.kind === 'voted') {
        print(`[vote] ${ownerOfAlias(event.voter).padEnd(9)} → ${event.choice} on ${event.proposal}`);
      }
    },
  });
  const agent = new GhostAgent({
    agentId: AGENT,
    key: cell.first.key,
    govSvc,
    repSvc: new ReputationService({ cell }),
    incSvc: new IncentiveService({ cell }),
    dbPath: join(scratchFolder, `${AGENT}.db`),
    random: randomFor(seed, AGENT),
    observe: (event) => {
      if (event.kind === 'initialised') print(`[agent] ${event.agentId} initialised (DID=${event.did})`);
      if (event.kind === 'cycled') print(brainLine(event.step));
      if (event.kind === 'saved') print(`[persist] ${event.agentId} state saved to ${event.path}`);
    },
  });
  try {
    agent.queue.subscribe((event) => {
      if (event.type === 'queued') print(`[queue] ${event.from} queued msg → ${event.to}: "${event.text}"`);
    });
    const action = agent.runBrainCycle('visual', 0.8, 0.9);
    print(`[agent] brain cycle complete → action=${action}`);
    const proposal = agent.proposeAction(action);
    agent.sendMessage('broadcast', `I chose: ${action}`);
    print('[agent] message queued (delivery requires a sync step — see 05_multi_agent_demo.py)');
    agent.saveBrain(join(stateFolder, `ghoststack_brain_${AGENT}.json`));
    print('');
    print(`[summary] proposal=${proposal}  queued messages: ${agent.queue.pending().length}`);
  } finally {
    await agent.close();
    cell.close();
  }
}
