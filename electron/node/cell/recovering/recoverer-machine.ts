/**
 * The side of the machine that asks for recovery, as a pure function. Whoever runs it writes each step before its
 * effect. The 24 words are held in memory alone, so that a machine that was ended asks for them again where they are
 * still needed. The table in docs/joining.md is this function written out.
 */

export const RECOVERER_STEPS = [
  'calling', // nobody has answered yet
  'words', // the member has answered, and the 24 words are to be typed
  'proving', // they fit a member; the member of whom we asked is told which
  'comparing', // both screens show six words
  'agreed', // the operator has compared them: new versions are made, and asked for
  'parting', // the six words differ, and the member is told
  'admitted', // the cell has them; this home becomes the member's
  'refused',
  'member',
  'gone',
] as const;
export type RecovererStep = (typeof RECOVERER_STEPS)[number];

export const RECOVERER_EVENTS = [
  'hashes', // the member has told to what all have committed
  'typed', // 24 words, or a device's next key, that fit one of them
  'names', // the member has told who we are
  'same', // the operator: the six words are the same
  'differ',
  'waiting', // asked, and nothing is decided
  'again', // our log has grown: the versions are to be made anew
  'admitted',
  'turned-away', // for good
  'no-answer', // for now
  'restored', // this home is the member's, and that is written
  'call-off',
] as const;
export type RecovererEvent = (typeof RECOVERER_EVENTS)[number];

/**
 * `ask`: put the next question now; `wait`: in a while; `make`: new versions, and ask with them; `type`: nothing before
 * the words are typed; `restore`: make this home the member's; `end`: nothing more to do.
 */
export type RecovererEffect = 'ask' | 'wait' | 'make' | 'type' | 'restore' | 'end' | 'none';

export interface RecovererState {
  readonly step: RecovererStep;
  /** The operator has compared the six words. */
  readonly agrees: boolean;
  /** The words, or the device's next key, are at hand. */
  readonly holdsKey: boolean;
}

export interface RecovererNext {
  readonly step: RecovererStep;
  readonly agrees: boolean;
  readonly effect: RecovererEffect;
}

/** What ends or prolongs a farewell. */
const PARTS: ReadonlySet<RecovererEvent> = new Set(['call-off', 'turned-away', 'waiting', 'no-answer']);

export function recovererNext(
  { step, agrees, holdsKey }: RecovererState,
  event: RecovererEvent,
): RecovererNext {
  const to = (next: RecovererStep, effect: RecovererEffect, agreed = agrees): RecovererNext => ({
    step: next,
    effect,
    agrees: agreed,
  });
  if (step === 'member' || step === 'gone') return to(step, 'none');
  if (step === 'refused') return event === 'call-off' ? to('gone', 'end') : to(step, 'none');
  // The cell has the new keys: nothing but to become the member is left.
  if (step === 'admitted') return event === 'restored' ? to('member', 'end') : to(step, 'none');
  if (step === 'parting' && !PARTS.has(event)) return to(step, 'none');
  switch (event) {
    case 'call-off':
      return to('gone', 'end', false);
    case 'turned-away':
      return to('refused', 'end');
    case 'differ':
      // Nobody shows six words who has not told who we are.
      return ['comparing', 'agreed'].includes(step)
        ? to('parting', 'ask', false)
        : to('refused', 'end', false);
    case 'no-answer':
      return step === 'words' ? to(step, 'type') : to(step, 'wait');
    case 'hashes':
      if (step !== 'calling') return to(step, 'none');
      return holdsKey ? to('proving', 'ask') : to('words', 'type');
    case 'typed':
      return step === 'words' ? to('proving', 'ask') : to(step, 'none');
    case 'names':
      if (step !== 'proving') return to(step, 'none');
      return agrees ? to('agreed', 'make') : to('comparing', 'none');
    case 'same':
      if (step !== 'comparing') return to(step, 'none');
      return holdsKey ? to('agreed', 'make', true) : to('words', 'type', true);
    case 'waiting':
      return step === 'parting' ? to('refused', 'end') : to(step, 'wait');
    case 'again':
      if (step !== 'agreed') return to(step, 'none');
      return holdsKey ? to('agreed', 'make') : to('words', 'type');
    case 'admitted':
      return step === 'agreed' ? to('admitted', 'restore') : to(step, 'none');
    case 'restored':
      return to(step, 'none');
  }
}

/** From where a machine goes on that was ended; its versions, once they are made, were written with the step. */
export function resumedAt(step: RecovererStep, hasVersions: boolean): RecovererStep {
  // Without the words nothing can be proved, and no versions be made.
  if (step === 'proving') return 'words';
  if (step === 'agreed' && !hasVersions) return 'words';
  return step;
}
