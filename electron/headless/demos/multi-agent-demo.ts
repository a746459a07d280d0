import { ownerOfAlias } from '../../node/tutorial/did-service.ts';
import { namedBrainLine } from './brain-line.ts';
import type { DemoContext } from './demo-context.ts';
import { onStage } from './demo-stage.ts';
import { chainLine } from './governance-demo.ts';
import { scoresText } from './python-text.ts';

const NAMES = ['alice', 'bob'] as const;

/** Demo 5: two agents: offline, sync, a vote together, reputation and rewards. */
export async function multiAgentDemo(context: DemoContext): Promise<void> {
  const { print } = context;
  const column = (name: string) => name.padEnd(7);
  const narrate: Parameters<typeof onStage>[1] = {
    names: NAMES,
    observe: (event) => {
      switch (event.type) {
        case 'queued':
          print(`[queue] ${column(event.from)} queued msg → ${event.to}: "${event.text}"`);
          break;
        case 'offline':
          print(
            `[daemon] ${column(event.daemon)} is OFFLINE — ${event.held} message(s) held in ${event.from}'s queue`,
          );
          break;
        case 'delivering':
          print(`[sync] delivering msg id=${event.id} from ${event.from} → ${event.to}`);
          break;
        case 'received':
          print(`[inbox] ${column(event.by)} received: ${event.text}`);
          break;
        default:
      }
    },
    observeGovernance: (event) => {
      switch (event.kind) {
        case 'proposed': {
          const { id, proposer, description } = event.proposal;
          print(`[governance] proposal ${id} created by ${ownerOfAlias(proposer)}: "${description}"`);
          break;
        }
        case 'voted':
          print(`[vote] ${column(ownerOfAlias(event.voter))} → ${event.choice} on ${event.proposal}`);
          break;
        case 'tallied':
          print(
            `[tally] ${event.proposal}: approve=${event.approve} reject=${event.reject} → ${event.outcome}`,
          );
          break;
        case 'anchored':
          print(chainLine(event.block));
          break;
      }
    },
  };
  await onStage(context, narrate, async (cast) => {
    for (const name of NAMES) print(`[agent] ${column(name)} initialised (DID=did:sov:${name})`);
    const comeOnline = async (name: string) => {
      await cast.comeOnline(name);
      print(`[daemon] ${column(name)} is now ONLINE`);
    };
    await comeOnline('alice');
    const step = await cast.think('alice', 'visual', 0.8, 0.9);
    print(namedBrainLine('alice', step));
    print(`[agent] alice brain cycle complete → action=${step.action}`);
    await cast.enqueue('alice', 'bob', `Hey bob, I chose: ${step.action}`);
    await cast.sync('alice', 'bob');
    print('');

    await comeOnline('bob');
    const delivered = await cast.sync('alice', 'bob');
    print(`[sync] ${delivered} message(s) delivered to bob`);
    print('');

    const proposal = await cast.propose('alice', `cell proposal: ${step.action}`);
    for (const name of NAMES) await cast.vote(name, proposal, 'APPROVE');
    await cast.tally(proposal);
    print('');

    await cast.endorse('alice', 'bob');
    await cast.endorse('bob', 'alice');
    print(`[reputation] scores: ${scoresText(await cast.scores())}`);
    for (const [name, balance] of Object.entries(await cast.balances())) {
      print(`[incentive] ${name} balance: ${balance}`);
    }
  });
}
