/**
 * What bob and carol do in the cell to try, and when a step of its guide is done: decided from what the three nodes say
 * of themselves, and from nothing else.
 */
import type { CallInput, CallName } from '#shared/contract/contract.ts';
import { DEMO_STEPS, type Demo, type DemoPerson, type DemoStep } from '#shared/contract/domain/demo.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { MINUTE_MS } from '#shared/protocol/limits.ts';

export type Who = 'you' | 'bob' | 'carol';

/** The operator's node has a name like the others: what a cell signs speaks of its members by name. */
export const DEMO_NAMES: Readonly<Record<Who, string>> = { you: 'alice', bob: 'bob', carol: 'carol' };
export const DEMO_CELL = 'Maple Street';

/** As short as the guide needs: a vote that never comes is not waited for much longer than the guide lasts. */
const DEADLINE_MIN_MS = MINUTE_MS;
const DEADLINE_MS = 10 * MINUTE_MS;

/** What the acted members say, in the language that is spoken now. */
export interface DemoLines {
  readonly bobAnswers: string;
  readonly carolAnswers: string;
  readonly title: string;
  readonly text: string;
}

export interface Sight {
  readonly step: DemoStep;
  /** What each node last said; null before it has said anything. */
  readonly nodes: Readonly<Record<Who, Slices | null>>;
}

export type Act = {
  [N in CallName]: { readonly who: Who; readonly name: N; readonly input: CallInput<N> };
}[CallName];

const act = <N extends CallName>(who: Who, name: N, input: CallInput<N>): Act =>
  ({ who, name, input }) as unknown as Act;

/** Whether all three are members, by the word of each. */
export function isFounded({ nodes }: Sight): boolean {
  return Object.values(nodes).every((node) => node?.cell?.members.length === 3);
}

/** What is due now. Nothing of it is remembered: an act is due for as long as the nodes do not say that it was done. */
export function dueActs(sight: Sight, lines: DemoLines): Act[] {
  return isFounded(sight) ? playActs(sight, lines) : foundingActs(sight);
}

function foundingActs({ nodes: { you, bob, carol } }: Sight): Act[] {
  if (you?.phase !== 'running') return [];
  if (!you.cell) return [act('you', 'cell.found', { name: DEMO_CELL, deadlineMinMs: DEADLINE_MIN_MS })];
  // One after the other: the second is let in by the vote of the first.
  const who = you.cell.members.length < 2 ? 'bob' : 'carol';
  const newcomer = who === 'bob' ? bob : carol;
  if (newcomer?.phase !== 'running' || newcomer.cell || newcomer.joining) return [];
  const invitation = you.cell.invitations.find(({ usedBy }) => usedBy === null);
  if (!invitation) return [act('you', 'cell.invite', { hours: 1 })];
  return [act(who, 'cell.join', { code: invitation.code, compare: false })];
}

function playActs({ step, nodes }: Sight, lines: DemoLines): Act[] {
  const { you, bob, carol } = nodes;
  if (!you?.me || !bob || !carol) return [];
  const isPast = (other: DemoStep): boolean => DEMO_STEPS.indexOf(step) >= DEMO_STEPS.indexOf(other);
  const bobIsHere = isPast('back');
  return [
    ...(bob.online === bobIsHere ? [] : [act('bob', 'me.setOnline', { online: bobIsHere })]),
    ...(bobIsHere ? answers('bob', bob, you.me.did, lines.bobAnswers) : []),
    ...answers('carol', carol, you.me.did, lines.carolAnswers),
    ...(isPast('vote') && !ballotOf(carol)
      ? [
          act('carol', 'governance.propose', {
            title: lines.title,
            text: lines.text,
            open: true,
            deadlineMs: DEADLINE_MS,
          }),
        ]
      : []),
    ...(bobIsHere ? votes('bob', bob) : []),
    ...votes('carol', carol),
    ...(isPast('trust') ? [...endorses('carol', carol, 'bob'), ...endorses('bob', bob, 'carol')] : []),
  ];
}

/** Each of the operator's last words gets one answer. */
function answers(who: Who, node: Slices, to: string, text: string): Act[] {
  const last = node.threads.find(({ id }) => id === to)?.last;
  return last?.direction === 'in' ? [act(who, 'messages.send', { to, text })] : [];
}

/** Of proposals alone: who comes and goes, and the rules, are the operator's to try. */
function votes(who: Who, node: Slices): Act[] {
  return node.proposals
    .filter(({ needsMyVote, kind }) => needsMyVote && kind === 'proposal')
    .map(({ id }) => act(who, 'governance.vote', { id, choice: 'APPROVE', comment: null }));
}

function endorses(who: Who, node: Slices, whom: Who): Act[] {
  const from = memberNamed(node, DEMO_NAMES[who]);
  const to = memberNamed(node, DEMO_NAMES[whom]);
  if (!from || !to || vouches(node, from.scid, to.scid)) return [];
  return [act(who, 'trust.endorse', { scid: to.scid, strength: 1 })];
}

function vouches(node: Slices, from: string, to: string): boolean {
  const rank = node.trust?.ranks.find(({ scid }) => scid === to);
  return rank?.parts.some(({ scid, weight }) => scid === from && weight > 0) ?? false;
}

const memberNamed = (node: Slices, name: string) => node.cell?.members.find((member) => member.name === name);

/** Carol's own proposal. */
const ballotOf = (carol: Slices | null) =>
  carol?.proposals.find(({ mine, kind }) => mine && kind === 'proposal') ?? null;

/** Whether what a step is about has happened. */
function isDone({ step, nodes }: Sight): boolean {
  const { you, bob, carol } = nodes;
  if (!you || !bob?.me || !carol) return false;
  const { did } = bob.me;
  const waits = you.queue.waitingFor.includes(did);
  const mine = you.proposals.find(({ id }) => id === ballotOf(carol)?.id);
  switch (step) {
    case 'message':
      return waits;
    case 'back':
      return !waits && you.peers.some((peer) => peer.did === did && peer.link.state === 'connected');
    case 'vote':
      return (mine?.myVote ?? null) !== null;
    case 'count':
      return (mine?.certificate ?? null) !== null;
    case 'trust': {
      const from = you.cell?.members.find(({ me }) => me)?.scid;
      const to = you.cell?.members.find((member) => member.did === did)?.scid;
      return from !== undefined && to !== undefined && vouches(you, from, to);
    }
    case 'brain':
      // What the node lived through has a label; what its operator tried has none.
      return you.agent.recent.some(({ label }) => label === null);
    case 'end':
      return true;
  }
}

function person(who: 'bob' | 'carol', sight: Sight): DemoPerson {
  const { you, carol } = sight.nodes;
  const node = sight.nodes[who];
  const name = DEMO_NAMES[who];
  const isMember = node?.cell?.members.some(({ me }) => me) ?? false;
  const ballot = node?.proposals.find(({ id }) => id === ballotOf(carol)?.id);
  return {
    name,
    did: isMember ? (node?.me?.did ?? null) : null,
    state: node?.phase !== 'running' ? 'starting' : !isMember ? 'outside' : node.online ? 'here' : 'away',
    holds: node?.threads.find(({ id }) => id === you?.me?.did)?.unread ?? 0,
    voted: ballot?.myVote?.choice ?? null,
  };
}

/** What the guide says of it. */
export function demoView(sight: Sight): Omit<Demo, 'trouble'> {
  const { you, carol } = sight.nodes;
  const ballot = ballotOf(carol);
  const isHere = you?.proposals.some(({ id }) => id === ballot?.id) ?? false;
  return {
    phase: isFounded(sight) ? 'guided' : 'founding',
    step: sight.step,
    done: isDone(sight),
    proposal: isHere ? (ballot?.id ?? null) : null,
    people: [person('bob', sight), person('carol', sight)],
  };
}
