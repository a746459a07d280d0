import { join } from 'node:path';
import { GhostAgent } from '../../node/agent/ghost-agent.ts';
import { GovernanceService } from '../../node/governance/governance-service.ts';
import { DidService } from '../../node/identity/did-service.ts';
import { brainLine } from './brain-line.ts';
import type { DemoContext } from './demo-context.ts';
import { randomFor } from './seeded-random.ts';

/** Demo 4: one agent that feels, proposes what it chose, and queues a message for everyone. */
export async function bridgeDemo({ print, seed, stateFolder, scratchFolder }: DemoContext): Promise<void> {
  const didSvc = new DidService();
  const govSvc = new GovernanceService({
    dids: didSvc,
    observe: (event) => {
      if (event.kind === 'proposed') {
        const { id, proposer, description } = event.proposal;
        print(`[governance] proposal ${id} created by ${didSvc.ownerOf(proposer)}: "${description}"`);
      }
      if (event.kind === 'voted') {
        print(`[vote] ${didSvc.ownerOf(event.voter).padEnd(9)} → ${event.choice} on ${event.proposal}`);
      }
    },
  });
  const agent = new GhostAgent({
    agentId: 'agent001',
    didSvc,
    govSvc,
    dbPath: join(scratchFolder, 'agent001.db'),
    random: randomFor(seed, 'agent001'),
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
    agent.saveBrain(join(stateFolder, 'ghoststack_brain_agent001.json'));
    print('');
    print(`[summary] proposal=${proposal}  queued messages: ${agent.queue.pending().length}`);
  } finally {
    await agent.close();
  }
}
