import { z } from 'zod';
import { CellRules } from '../../protocol/closing/bodies.ts';
import { NamedCell } from './held-cell.ts';
import { SayingView } from './saying.ts';

const Scid = z.string();

/** Exactly what goes along into a branch, as numbers. */
export const Carried = z.object({
  members: z.array(
    z.object({
      scid: Scid,
      name: z.string(),
      me: z.boolean(),
      /** Whole tokens that it takes along, and that it has in the parent now. */
      balance: z.int(),
      balanceHere: z.int(),
    }),
  ),
  /** What is left of endorsements between them, in thousandths; each direction by itself. */
  trust: z.array(z.object({ from: Scid, to: Scid, thousandths: z.int().min(1) })),
  /** Proposals there are numbered on from this one. */
  number: z.int().min(0),
  /** Which certificate it follows where the parent has two. */
  follows: z.array(z.object({ slot: z.string(), key: z.string(), label: z.string(), outcome: z.string() })),
});
export type Carried = z.infer<typeof Carried>;

/** `newer`: its founder wrote another; `stays`, `elsewhere`, `withdrawn`: somebody listed does not come along. */
export const ForkOver = z.object({
  why: z.enum(['newer', 'stays', 'elsewhere', 'withdrawn']),
  /** Name of whose doing that is. */
  by: z.string(),
});

/** A branch that somebody proposed, as it is shown to those listed. */
export const ForkProposal = z.object({
  /** Id of the new cell: fixed before anybody agrees. */
  cell: z.string(),
  name: z.string(),
  parent: NamedCell,
  founder: z.object({ scid: Scid, name: z.string(), me: z.boolean() }),
  /** The founder's clock. */
  atMs: z.int(),
  /**
   * `asked`: this operator has not answered; `entered`: others are waited for; `declined`: it stays; `over`: not offered
   * any more; `crossed`: it lives although somebody had called it off, and who entered is asked before it moves; `alive`.
   */
  state: z.enum(['asked', 'entered', 'declined', 'over', 'crossed', 'alive']),
  over: ForkOver.nullable(),
  /** Names of those listed, by whether they have entered as far as is known here. */
  entered: z.array(z.string()),
  awaited: z.array(z.string()),
  carried: Carried,
  /** Rules that are others than the parent's. */
  rules: z.array(z.object({ rule: CellRules.keyof(), here: z.string(), there: z.string() })),
  /** Receipts of the parent that came after it and stay behind, and how many of them are the operator's. */
  behind: z.object({ receipts: z.int().min(0), mine: z.int().min(0) }),
  /** Names of those listed who have signed two versions of one receipt. */
  forked: z.array(z.string()),
  /** Names of those listed whom the parent has removed by a vote since. They may come along all the same. */
  removed: z.array(z.string()),
  /** How far the founder's day is from this computer's, if that is more than a day; positive when ahead. */
  daysAhead: z.int().nullable(),
  /** Why it cannot be entered now although it is asked; null where it can, and where it is not asked. */
  waitsFor: SayingView.nullable(),
});
export type ForkProposal = z.infer<typeof ForkProposal>;

/** A slot of the live cell in which two certificates stand: a branch may name the one that it follows. */
export const TwiceDecided = z.object({
  slot: z.string(),
  /** Of the proposal, as P-14, or of the epoch. */
  label: z.string(),
  proposal: z.string().nullable(),
  choices: z.array(z.object({ key: z.string(), outcome: z.string() })),
});
export type TwiceDecided = z.infer<typeof TwiceDecided>;

/**
 * A reason for which leaving by fork is offered: `rejected`: a proposal passed that this operator rejected; `twice`: two
 * certificates of one slot; `full`: somebody asks to be the eighth; `quorum`: those who stay are too few to decide.
 */
export const ForkOffer = z.object({
  why: z.enum(['rejected', 'twice', 'full', 'quorum']),
  /** What it is about, by its label or name. */
  about: z.string(),
  proposal: z.string().nullable(),
  /** This computer's clock; null while it holds as long as its reason does. */
  untilMs: z.int().nullable(),
  /** SCIDs of whom to ask, but for oneself: those who voted alike. */
  suggested: z.array(Scid),
});
export type ForkOffer = z.infer<typeof ForkOffer>;

/** What concerns forks of the live cell, and of those kept. */
export const Forks = z.object({
  /** The newest first. */
  proposals: z.array(ForkProposal),
  offers: z.array(ForkOffer),
  twice: z.array(TwiceDecided),
});
export type Forks = z.infer<typeof Forks>;
