import { describe, expect, test } from 'vitest';
import { DEMO_STEPS, type DemoStep } from '#shared/contract/domain/demo.ts';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { type Act, demoView, dueActs, type Sight, type Who } from '../../../electron/host/demo/demo-story.ts';
import { samplePeer } from '../../support/sample-states.ts';

const LINES = { bobAnswers: 'back', carolAnswers: 'here', title: 'A tree', text: 'A maple.' };
const NAMES = { you: 'alice', bob: 'bob', carol: 'carol' } as const;
const didOf = (who: Who): string => `did:key:${who}`;

function cellOf(me: Who, members: readonly Who[], invitations: readonly { usedBy: string | null }[] = []) {
  return {
    id: 'c',
    name: 'Maple Street',
    members: members.map((who, order) => ({
      scid: who,
      did: didOf(who),
      name: NAMES[who],
      order,
      me: who === me,
    })),
    invitations: invitations.map(({ usedBy }, n) => ({ id: String(n), code: `code-${n}`, usedBy })),
    joinRequests: [],
  } as unknown as Slices['cell'];
}

function node(who: Who, members: readonly Who[] = [], more: Partial<Slices> = {}): Slices {
  return {
    ...INITIAL_SLICES,
    phase: 'running',
    me: { did: didOf(who), name: NAMES[who] } as Slices['me'],
    cell: members.length > 0 ? cellOf(who, members) : null,
    ...more,
  };
}

const ALL = ['you', 'bob', 'carol'] as const;
const EVERYBODY: Sight['nodes'] = { you: node('you', ALL), bob: node('bob', ALL), carol: node('carol', ALL) };

const due = (step: DemoStep, nodes: Partial<Sight['nodes']> = {}): string[] =>
  dueActs({ step, nodes: { ...EVERYBODY, ...nodes } }, LINES).map(inShort);

function inShort({ who, name, input }: Act): string {
  return `${who} ${name} ${JSON.stringify(Object.values(input)[0] ?? null)}`;
}

const ballot = (more: Partial<ProposalSummary>): ProposalSummary =>
  ({
    id: 'p',
    kind: 'proposal',
    mine: false,
    needsMyVote: false,
    myVote: null,
    certificate: null,
    ...more,
  }) as never;

describe('the founding of a cell to try', () => {
  const founding = (nodes: Partial<Sight['nodes']>): string[] =>
    dueActs({ step: 'message', nodes: { you: null, bob: null, carol: null, ...nodes } }, LINES).map(inShort);
  const [you, bob, carol] = [node('you'), node('bob'), node('carol')];

  test('waits for each node, and takes one step after the other', () => {
    expect(founding({})).toEqual([]);
    expect(founding({ you: { ...you, phase: 'starting' } })).toEqual([]);
    expect(founding({ you })).toEqual(['you cell.found "Maple Street"']);
    expect(founding({ you: node('you', ['you']) })).toEqual([]);
    expect(founding({ you: node('you', ['you']), bob })).toEqual(['you cell.invite 1']);
    const invited = { ...you, cell: cellOf('you', ['you'], [{ usedBy: null }]) };
    expect(founding({ you: invited, bob })).toEqual(['bob cell.join "code-0"']);
    const joining = { state: 'waiting' } as Slices['joining'];
    expect(founding({ you: invited, bob: { ...bob, joining } })).toEqual([]);
  });

  test('lets carol in after bob, by an invitation of carol’s own', () => {
    const both = { bob: node('bob', ['you', 'bob']), carol };
    const used = { ...you, cell: cellOf('you', ['you', 'bob'], [{ usedBy: 'bob' }]) };
    expect(founding({ you: used, ...both })).toEqual(['you cell.invite 1']);
    const more = { ...you, cell: cellOf('you', ['you', 'bob'], [{ usedBy: 'bob' }, { usedBy: null }]) };
    expect(founding({ you: more, ...both })).toEqual(['carol cell.join "code-1"']);
  });

  test('is over when all three say so', () => {
    const late = { ...EVERYBODY, carol: node('carol', ['you', 'bob']) };
    expect(demoView({ step: 'message', nodes: late }).phase).toBe('founding');
    expect(demoView({ step: 'message', nodes: EVERYBODY }).phase).toBe('guided');
  });
});

describe('bob and carol', () => {
  test('bob is away for the first step, and here for all others', () => {
    expect(due('message')).toEqual(['bob me.setOnline false']);
    const away = { bob: { ...node('bob', ALL), online: false } };
    expect(due('message', away)).toEqual([]);
    for (const step of DEMO_STEPS.slice(1)) expect(due(step, away)).toContain('bob me.setOnline true');
  });

  test('answer the operator’s last words once, and bob only when bob is here', () => {
    const heard = (direction: 'in' | 'out') => ({
      threads: [{ id: didOf('you'), last: { direction }, unread: 1, waiting: 0 }] as never,
    });
    const bob = node('bob', ALL, { ...heard('in'), online: false });
    expect(due('message', { bob })).toEqual([]);
    expect(due('back', { bob: { ...bob, online: true } })).toEqual([`bob messages.send "${didOf('you')}"`]);
    expect(due('back', { bob: node('bob', ALL, heard('out')) })).toEqual([]);
  });

  test('carol asks for a vote when the guide comes to it, and once; both vote on proposals, and on nothing else', () => {
    expect(due('back')).toEqual([]);
    expect(due('vote')).toEqual(['carol governance.propose "A tree"']);
    const carol = node('carol', ALL, { proposals: [ballot({ mine: true, needsMyVote: true })] });
    const bob = node('bob', ALL, {
      proposals: [ballot({ needsMyVote: true }), ballot({ id: 'r', kind: 'removal', needsMyVote: true })],
    });
    expect(due('vote', { carol, bob })).toEqual(['bob governance.vote "p"', 'carol governance.vote "p"']);
    const voted = node('carol', ALL, { proposals: [ballot({ mine: true })] });
    expect(due('count', { carol: voted })).toEqual([]);
  });

  test('vouch for each other at the step of trust, until the score says so', () => {
    const carol = node('carol', ALL, { proposals: [ballot({ mine: true })] });
    expect(due('trust', { carol })).toEqual(['carol trust.endorse "bob"', 'bob trust.endorse "carol"']);
    const parts = [{ scid: 'carol', weight: 1 }];
    const trust = { ranks: [{ scid: 'bob', parts }] } as unknown as Slices['trust'];
    expect(due('trust', { carol: { ...carol, trust } })).toEqual(['bob trust.endorse "carol"']);
  });
});

describe('a step is done', () => {
  const done = (step: DemoStep, you: Partial<Slices>, carol: Partial<Slices> = {}): boolean =>
    demoView({
      step,
      nodes: { ...EVERYBODY, you: node('you', ALL, you), carol: node('carol', ALL, carol) },
    }).done;
  const waiting = { queue: { waiting: 1, oldestAtMs: 1, waitingFor: [didOf('bob')] } };

  test('when a message waits for bob; when bob is connected and none waits', () => {
    expect(done('message', {})).toBe(false);
    expect(done('message', waiting)).toBe(true);
    const peers = [samplePeer({ did: didOf('bob'), link: { state: 'connected' } })];
    expect(done('back', {})).toBe(false);
    expect(done('back', { ...waiting, peers })).toBe(false);
    expect(done('back', { peers })).toBe(true);
  });

  test('when carol’s ballot has the operator’s vote; when it has a certificate', () => {
    const carol = { proposals: [ballot({ mine: true })] };
    const other = ballot({ id: 'q', myVote: {} as never, certificate: {} as never });
    expect(done('vote', { proposals: [other] }, carol)).toBe(false);
    expect(done('vote', { proposals: [ballot({ myVote: {} as never })] }, carol)).toBe(true);
    expect(done('count', { proposals: [ballot({ myVote: {} as never })] }, carol)).toBe(false);
    expect(done('count', { proposals: [ballot({ certificate: {} as never })] }, carol)).toBe(true);
  });

  test('when bob’s score has a part from the operator; when the operator has tried a stimulus', () => {
    const from = (scid: string) =>
      ({ trust: { ranks: [{ scid: 'bob', parts: [{ scid, weight: 1 }] }] } }) as unknown as Partial<Slices>;
    expect(done('trust', from('carol'))).toBe(false);
    expect(done('trust', from('you'))).toBe(true);
    const felt = (label: string | null) =>
      ({ agent: { ...INITIAL_SLICES.agent, recent: [{ label }] } }) as unknown as Partial<Slices>;
    expect(done('brain', felt('Lost bob'))).toBe(false);
    expect(done('brain', felt(null))).toBe(true);
  });
});
