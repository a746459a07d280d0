import { expect, test } from 'vitest';
import { GhostStackError, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { AgentService } from '../../../electron/node/agent/agent-service.ts';
import type { LifeEvent } from '../../../electron/node/agent/life-stimuli.ts';
import type { ProposalRequest } from '../../../electron/node/cell/deciding/decisions.ts';
import { BrainStore } from '../../../electron/node/cognition/brain-store.ts';
import { AgentActs, type AgentActsOptions } from '../../../electron/node/root/agent-acts.ts';
import { openStore } from '../../../electron/node/store/store.ts';

/** Draws that choose this action from a mood near rest. */
const SIGNAL = 0.8;
const EXPLORE = 0;
const STIMULUS = { type: 'visual', intensity: 0.5, novelty: 0.5 };
const QUEUED: LifeEvent = { kind: 'message-queued', peer: 'bob' };

interface Refusals {
  /** What is thrown once a message is sent, or a draft written, and that is to be remembered. */
  readonly remembering?: GhostStackError;
  readonly draft?: GhostStackError;
  readonly open?: GhostStackError;
}

/** An agent in a cell of which every act is written down, in order. */
function agentIn({ draft, open, remembering }: Refusals = {}, draw = EXPLORE) {
  const store = openStore({ path: ':memory:' });
  const agent = new AgentService({ store, brainStore: new BrainStore(store), random: () => draw });
  if (remembering)
    agent.acts.remember = () => {
      throw remembering;
    };
  const done: string[] = [];
  const drafts: ProposalRequest[] = [];
  const troubles: unknown[] = [];
  const cell = {
    deciding: () => ({
      propose: (request: ProposalRequest) => {
        if (draft) throw draft;
        drafts.push(request);
        done.push(`draft ${request.title}`);
        return `id-${drafts.length}`;
      },
      open: (id: string, wishes?: object) => {
        if (open) throw open;
        done.push(wishes === undefined ? `open ${id}` : `open ${id} otherwise`);
      },
    }),
    decisions: () => ({ detail: (id: string) => ({ label: id.replace('id-', 'P-') }) }),
  };
  const messages = {
    send: (_to: string, text: string) => {
      done.push(`send ${text}`);
      // A node feels what it queues before the call is over.
      agent.life(QUEUED);
      return { id: 'message' };
    },
  };
  const acts = new AgentActs({
    agent: () => agent,
    cell: () => cell,
    messages,
    peers: () => ['bob'],
    minuteOf: () => 0,
    told: (thrown: unknown) => {
      troubles.push(thrown);
      return toFailure(thrown);
    },
  } as unknown as AgentActsOptions);
  agent.cycle(STIMULUS);
  const id = agent.state().suggestion?.id ?? '';
  return { acts, agent, done, drafts, id, troubles };
}

test('one click proposes and opens the vote, by the rules of the cell', () => {
  const { acts, agent, done, drafts, id } = agentIn();
  const digest = agent.pending(id).digest;
  expect(acts.accept(id, { text: 'Plant a pear tree\nBehind the shed.' })).toEqual({
    proposal: { id: 'id-1', label: 'P-1', notOpened: null },
  });
  expect(done).toEqual(['draft Plant a pear tree', 'open id-1']);
  expect(drafts).toMatchObject([{ text: 'Behind the shed.', agent: digest }]);
  expect(agent.state().suggestion).toBeNull();
  expect(agent.acts.since(0)).toMatchObject([{ kind: 'proposal', subject: 'id-1', alone: false }]);
});

test('as a draft it is not opened', () => {
  const { acts, done, id } = agentIn();
  expect(acts.accept(id, { text: 'A tree', draft: true }).proposal?.notOpened).toBeNull();
  expect(done).toEqual(['draft A tree']);
});

test('a vote that is refused leaves the draft, with its name and the reason, and nothing to click again', () => {
  const open = new GhostStackError('conflict', says('error.log.keyLocked'));
  const { acts, agent, done, id } = agentIn({ open });
  expect(acts.accept(id, { text: 'A tree' }).proposal).toEqual({
    id: 'id-1',
    label: 'P-1',
    notOpened: toFailure(open),
  });
  expect(() => acts.accept(id, { text: 'A tree' })).toThrow('no longer there');
  expect(done).toEqual(['draft A tree']);
  // What comes of it, once it is opened by hand, is learned from as well.
  expect(agent.acts.since(0)).toHaveLength(1);
});

test('a draft that is refused leaves the suggestion, and nothing is written', () => {
  const draft = new GhostStackError('key-locked', says('error.log.keyLocked'));
  const { acts, agent, done, id } = agentIn({ draft });
  expect(() => acts.accept(id, {})).toThrow(draft);
  expect(agent.state().suggestion?.id).toBe(id);
  expect(done).toEqual([]);
});

test('a message is sent once, also where sending it leads to another suggestion', () => {
  const { acts, agent, done, id } = agentIn({}, SIGNAL);
  expect(acts.accept(id, { text: 'All well?' })).toEqual({ proposal: null });
  expect(done).toEqual(['send All well?']);
  expect(agent.state().suggestion?.id).not.toBe(id);
  expect(agent.state().suggestion).not.toBeNull();
});

test.each([
  ['a message', SIGNAL, ['send All well?']],
  ['a proposal', EXPLORE, ['draft All well?', 'open id-1']],
])('%s goes out once, also where the disk is full once it did', (_, draw, once) => {
  const remembering = new GhostStackError('store-full', says('error.log.keyLocked'));
  const { acts, done, id, troubles } = agentIn({ remembering }, draw);
  acts.accept(id, { text: 'All well?' });
  expect(() => acts.accept(id, { text: 'All well?' })).toThrow('no longer there');
  expect(done).toEqual(once);
  expect(troubles).toEqual([remembering]);
});
