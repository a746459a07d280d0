/** What happens in one run: plain data, so that it can be shrunk and told in words. */
import type { Choice } from '#shared/protocol/closing/bodies.ts';

export const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'henry', 'irene'] as const;
/** Somebody who never was a member. */
export const STRANGER = 'mallory';

export type CrashPoint = 'before-store' | 'after-store' | 'after-send';

/** Entries that a member who breaks the protocol forges beside its feed. */
export type Mischief =
  | 'vote'
  | 'close'
  | 'sign'
  | 'confirm'
  | 'open'
  | 'spread'
  | 'restored'
  | 'transfer'
  | 'branches';

export type ProposedChange =
  /** Under that name, or under another one. */
  | { readonly type: 'admit'; readonly name: string; readonly alias?: string }
  | { readonly type: 'remove'; readonly name: string }
  | { readonly type: 'rules'; readonly f: number | null };

/** Keys that change, homes that are copied, machines that are lost; `whom` is a node. */
export type KeyEvent =
  /** It opens a change of its key, in versions that say that they were made so much later. */
  | {
      readonly do: 'rekey';
      readonly who: string;
      readonly key: string;
      readonly by: 'device' | 'words';
      readonly renew?: boolean;
      readonly aheadMs?: number;
    }
  /** Its operator lets a machine back, until the cell has one of its newest keys. */
  | {
      readonly do: 'let-back';
      readonly who: string;
      readonly whom: string;
      readonly by: 'device' | 'words';
      readonly lost: boolean;
      readonly renew?: boolean;
    }
  /** Approves each change to a key of that machine. */
  | { readonly do: 'vouch'; readonly who: string; readonly whom: string }
  /** Somebody copies a home, with its keys or without, and lets it run or only forges. */
  | { readonly do: 'steal'; readonly who: string; readonly unlocked: boolean; readonly runs: boolean }
  /** The thief gets to know the words as well. */
  | { readonly do: 'leak'; readonly who: string }
  /** The machine is gone, for good unless it is found. */
  | { readonly do: 'lose'; readonly who: string }
  | { readonly do: 'found'; readonly who: string }
  /** A new machine of a member: it holds nothing, and its operator the words. */
  | { readonly do: 'machine'; readonly who: string };

/**
 * `who` is a node: a member's name, with a `*` its second instance under the same key, with a `!` a thief's copy of its
 * home, with a `+` a new machine of the member.
 */
export type SimEvent = { readonly atMs: number } & (
  | { readonly do: 'draft'; readonly who: string; readonly key: string }
  | {
      readonly do: 'propose';
      readonly who: string;
      readonly key: string;
      readonly deadlineMs: number;
      readonly quorum: number | null;
      readonly threshold: readonly [number, number];
      readonly change: ProposedChange | null;
    }
  | { readonly do: 'vote'; readonly who: string; readonly key: string; readonly choice: Choice }
  | { readonly do: 'close'; readonly who: string; readonly key: string }
  | { readonly do: 'withdraw'; readonly who: string; readonly key: string }
  | {
      readonly do: 'reopen';
      readonly who: string;
      readonly key: string;
      readonly attempt: number;
      /** Whatever became of the attempt before. */
      readonly anyway?: boolean;
    }
  /** Votes in each attempt, until it is decided. */
  | { readonly do: 'support'; readonly who: string; readonly key: string; readonly choice: Choice }
  /** Opens a change of the rules that changes nothing as soon as an epoch begins, so many times. */
  | { readonly do: 'crowd'; readonly who: string; readonly times: number }
  /** It opens a removal that ends the feed of another before its last entry. */
  | { readonly do: 'early-end'; readonly who: string; readonly victim: string; readonly key: string }
  /** Opens it again whenever something else won its slot. */
  | { readonly do: 'follow'; readonly who: string; readonly key: string }
  | { readonly do: 'endorse'; readonly who: string; readonly whom: string; readonly strength: number }
  /** Passes so many tokens on, or all that it has. */
  | { readonly do: 'transfer'; readonly who: string; readonly whom: string; readonly amount: number }
  /** Passes on what it does not have. */
  | { readonly do: 'overdraw'; readonly who: string; readonly whom: string; readonly amount: number }
  | { readonly do: 'split'; readonly groups: readonly (readonly string[])[] }
  | { readonly do: 'heal' }
  | { readonly do: 'cut'; readonly from: string; readonly to: string; readonly forMs: number }
  | {
      readonly do: 'weather';
      readonly drop: number;
      readonly duplicate: number;
      readonly delayMs: number;
    }
  | { readonly do: 'crash'; readonly who: string; readonly forMs: number }
  | {
      readonly do: 'crash-at-write';
      readonly who: string;
      /** Counted from this event on. */
      readonly write: number;
      readonly point: CrashPoint;
      readonly forMs: number;
    }
  | { readonly do: 'clock'; readonly who: string; readonly byMs: number }
  | { readonly do: 'backup'; readonly who: string }
  | {
      readonly do: 'restore';
      readonly who: string;
      readonly override: boolean;
      /** On a computer on which nothing says how far its feed had come. */
      readonly elsewhere?: boolean;
    }
  /** From now on a second instance writes under the same key, from the same state. */
  | { readonly do: 'twin'; readonly who: string }
  /** The home that `who` lost is found again and started; `heedless`, in a program that looks out for no other. */
  | { readonly do: 'old-home'; readonly who: string; readonly heedless?: boolean }
  | {
      readonly do: 'mischief';
      readonly who: string;
      readonly what: Mischief;
      readonly salt: number;
      /** Shown to one other only; else to some, or to all. */
      readonly toOne?: boolean;
    }
  /** As coordinator it leaves out the close of one member. */
  | { readonly do: 'omit'; readonly who: string; readonly victim: string }
  /** It signs in a round that nobody is in. */
  | { readonly do: 'far'; readonly who: string; readonly rounds: number }
  /** As coordinator it proposes nothing. */
  | { readonly do: 'mute'; readonly who: string }
  /** It writes as if it had heard nothing for long: a draft and an open whose past lacks what is new. */
  | { readonly do: 'stale-open'; readonly who: string; readonly key: string }
  /** It opens with the worst rules: that parse, that its cell allows, or that but for one. */
  | {
      readonly do: 'worst-open';
      readonly who: string;
      readonly key: string;
      readonly change: ProposedChange | null;
      readonly within: 'body' | 'cell' | 'quorum' | 'threshold' | 'deadlineMs' | 'graceMs';
    }
  /** It writes under the name of another member. */
  | { readonly do: 'foreign'; readonly who: string; readonly victim: string; readonly salt: number }
  /** It sends so many entries whose past nobody has. */
  | {
      readonly do: 'flood';
      readonly who: string;
      readonly victim: string;
      readonly count: number;
      readonly salt: number;
    }
  /** It keeps what it writes to itself for a while. */
  | { readonly do: 'withhold'; readonly who: string; readonly forMs: number }
  | { readonly do: 'join'; readonly who: string }
  | KeyEvent
);

export interface Scenario {
  readonly seed: number;
  /** The template it was made from. */
  readonly kind: string;
  /** Templates that were added to it. */
  readonly others: readonly string[];
  readonly size: number;
  readonly f: number | null;
  /** What the cell's rules ask of each ballot: next to nothing, or what cells usually do. */
  readonly floors: 'low' | 'usual';
  readonly events: readonly SimEvent[];
  /** From then on all who are not absent are up and connected, and nothing is lost. */
  readonly finaleAtMs: number;
  readonly absent: readonly string[];
}

export function nameOf(id: string): string {
  return id.replace(/[*+!]+$/, '');
}

/** Is somebody else's than the member's whose name it has. */
export function isThief(id: string): boolean {
  return id.endsWith('!');
}

/** Members who sign two things at one place: with more than f of them nothing is promised. */
export function equivocators(scenario: Scenario): Set<string> {
  const names = withTwoInstances(scenario);
  for (const event of scenario.events) {
    if (event.do === 'old-home' && (event.heedless || !isRestoredElsewhere(scenario, event.who)))
      names.add(nameOf(event.who));
  }
  names.delete(STRANGER);
  return names;
}

/** Members who run more than one instance on purpose. */
export function withTwoInstances({ events }: Scenario): Set<string> {
  return new Set(
    events.flatMap((event) =>
      event.do === 'twin' || (event.do === 'mischief' && !isThief(event.who)) ? [nameOf(event.who)] : [],
    ),
  );
}

/** Its lost homes go on where nothing tells them so; what replaced them must know that it is no more than a copy. */
function isRestoredElsewhere({ events }: Scenario, who: string): boolean {
  return events.every((event) => event.do !== 'restore' || event.who !== who || event.elsewhere === true);
}

/** Members who break the rules without signing twice. */
export function liars(scenario: Scenario): Set<string> {
  const lies = new Set([
    'omit',
    'far',
    'mute',
    'stale-open',
    'worst-open',
    'foreign',
    'flood',
    'overdraw',
    'crowd',
    'early-end',
  ]);
  return new Set(
    scenario.events.flatMap((event) => {
      const isLie = lies.has(event.do) || (event.do === 'reopen' && event.anyway);
      return isLie && 'who' in event && !isThief(event.who) ? [nameOf(event.who)] : [];
    }),
  );
}
