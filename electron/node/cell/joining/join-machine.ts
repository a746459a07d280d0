/**
 * Joining as one state machine, both sides of it: pure functions of what is known to what comes next. The tables in
 * docs/joining.md are these functions written out. Whoever runs them writes each step in one transaction before its
 * effect, so that a node that ends anywhere goes on from what was written.
 */

// The newcomer

export const NEWCOMER_STEPS = [
  'calling', // nobody has answered yet
  'telling', // the inviter is bound to its number, and is told ours
  'comparing', // both screens show six words
  'agreed', // the operator has compared them, or does without
  'parting', // the words differ, and the inviter is told
  'leaving', // called off, and the inviter is told
  'refused',
  'member',
  'gone',
] as const;
export type NewcomerStep = (typeof NEWCOMER_STEPS)[number];

export const NEWCOMER_EVENTS = [
  'answered', // by an inviter that has not had our number yet
  'told', // by an inviter that has it
  'admitted', // the same, and the cell has admitted us
  'turned-away', // for good
  'no-answer', // for now
  'same', // the operator: the words are the same
  'differ',
  'call-off',
] as const;
export type NewcomerEvent = (typeof NEWCOMER_EVENTS)[number];

/** `ask`: put the next question now; `wait`: in a while; `join`: write the cell; `end`: nothing more to do. */
export type NewcomerEffect = 'ask' | 'wait' | 'join' | 'end' | 'none';

export interface NewcomerState {
  readonly step: NewcomerStep;
  /** The operator does without comparing, or said so before there were words. */
  readonly agrees: boolean;
}

export interface NewcomerNext {
  readonly state: NewcomerState;
  readonly effect: NewcomerEffect;
}

export function newcomerNext(state: NewcomerState, event: NewcomerEvent): NewcomerNext {
  const { step, agrees } = state;
  const to = (next: NewcomerStep, effect: NewcomerEffect, agreed = agrees): NewcomerNext => ({
    state: { step: next, agrees: agreed },
    effect,
  });
  const over: Partial<Record<NewcomerStep, NewcomerNext>> = {
    refused: event === 'call-off' ? to('gone', 'end') : to('refused', 'none'),
    member: to('member', 'none'),
    gone: to('gone', 'none'),
    parting: partingNext(event, to, 'parting', 'refused'),
    // Who is called off and was admitted all the same is told so.
    leaving: event === 'admitted' ? to('refused', 'end') : partingNext(event, to, 'leaving', 'gone'),
  };
  const done = over[step];
  if (done) return done;
  switch (event) {
    case 'answered':
      return step === 'calling' || step === 'telling' ? to('telling', 'ask') : to(step, 'wait');
    case 'told':
      return to(agrees ? 'agreed' : 'comparing', 'wait');
    case 'admitted':
      return agrees ? to('member', 'join') : to('comparing', 'wait');
    case 'turned-away':
      return to('refused', 'end');
    case 'no-answer':
      return to(step, 'wait');
    case 'same':
      return step === 'comparing' ? to('agreed', 'ask', true) : to(step, 'none', true);
    case 'differ':
      return step === 'calling' ? to('refused', 'end', false) : to('parting', 'ask', false);
    case 'call-off':
      return step === 'calling' ? to('gone', 'end', false) : to('leaving', 'ask', false);
  }
}

function partingNext(
  event: NewcomerEvent,
  to: (next: NewcomerStep, effect: NewcomerEffect) => NewcomerNext,
  during: NewcomerStep,
  after: NewcomerStep,
): NewcomerNext {
  if (event === 'call-off') return to('leaving', 'none');
  if (event === 'same' || event === 'differ') return to(during, 'none');
  const isHeard = ['told', 'admitted', 'turned-away'].includes(event);
  return isHeard ? to(after, 'end') : to(during, event === 'answered' ? 'ask' : 'wait');
}

/** What a newcomer says of the six words. */
export const WORDS_SAID = ['comparing', 'same', 'differ', 'left'] as const;
export type WordsSaid = (typeof WORDS_SAID)[number];

/** Where the clocks differ by too much nobody becomes a member before that is mended. */
export function wordsSaid({ step, agrees }: NewcomerState, clocksAgree: boolean): WordsSaid {
  if (step === 'parting') return 'differ';
  if (step === 'leaving') return 'left';
  const isSame = step === 'agreed' || (step === 'telling' && agrees);
  return isSame && clocksAgree ? 'same' : 'comparing';
}

// The inviter

const DESK_STEPS = [
  'open', // nobody has come with the invitation
  'called', // somebody has, whose number for the words is not here yet
  'asking', // both screens show six words
  'accepted', // by our operator; the newcomer has not compared the words
  'voting',
  'admitted',
  'refused',
  'over', // nobody came, and nobody can any more
] as const;
export type DeskStep = (typeof DESK_STEPS)[number];

/** One write that follows from what is known; each makes the next one follow. */
export type DeskAct = 'draft' | 'open' | 'approve' | 'reject' | 'refuse' | 'release';

/** What one invitation's row and the log say. */
export interface DeskFacts {
  readonly isMember: boolean;
  readonly hasAsked: boolean;
  readonly isTold: boolean;
  readonly words: WordsSaid;
  /** By our operator. */
  readonly accepted: boolean;
  readonly refused: boolean;
  readonly revoked: boolean;
  readonly expired: boolean;
  /** A proposal for its ballot is in the log and named in the row. */
  readonly drafted: boolean;
  /** Of its newest ballot. */
  readonly ballot: 'none' | 'open' | 'passed' | 'superseded' | 'lost';
  readonly ourVote: 'none' | 'for' | 'against';
  /** Whether the cell could admit it at all: seats, names. */
  readonly isPossible: boolean;
}

export interface DeskNext {
  readonly step: DeskStep;
  readonly act: DeskAct | null;
}

export function deskNext(facts: DeskFacts): DeskNext {
  const { ballot, words } = facts;
  if (facts.isMember) return { step: 'admitted', act: null };
  if (!facts.hasAsked) return { step: facts.revoked || facts.expired ? 'over' : 'open', act: null };
  // Nobody has accepted: the invitation is as good as before.
  if (words === 'left' && !facts.accepted && !facts.refused) return { step: 'open', act: 'release' };
  const wantsOut = words === 'differ' || words === 'left';
  if (facts.refused || wantsOut) {
    // An open ballot goes on, but not with our approval.
    if (ballot === 'open' && facts.ourVote === 'for') return { step: 'refused', act: 'reject' };
    return { step: 'refused', act: facts.refused ? null : 'refuse' };
  }
  if (!facts.accepted) {
    if (facts.revoked) return { step: 'over', act: null };
    return { step: facts.isTold ? 'asking' : 'called', act: null };
  }
  switch (ballot) {
    case 'open':
      return { step: 'voting', act: facts.ourVote === 'none' ? 'approve' : null };
    case 'passed':
      // Whoever was admitted and is no member now was removed since, and asks with another invitation.
      return { step: 'admitted', act: null };
    case 'lost':
      return { step: 'refused', act: 'refuse' };
    default:
      if (words !== 'same') return { step: 'accepted', act: null };
      // The winner of the slot may have taken the name or the last seat.
      if (!facts.isPossible) return { step: 'refused', act: 'refuse' };
      return { step: 'voting', act: facts.drafted ? 'open' : 'draft' };
  }
}
