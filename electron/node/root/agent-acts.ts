import type { Accepted } from '#shared/contract/agent-calls.ts';
import type { Suggestion } from '#shared/contract/domain/agent.ts';
import type { AgentAct, Brake } from '#shared/contract/domain/agent-act.ts';
import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { ECHO_TURNS, isEcho } from '../agent/echo.ts';
import { brakeOn } from '../agent/may-act.ts';
import { titleAndText } from '../agent/suggestion.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import { BROADCAST } from '../messaging/payload.ts';
import type { NodeCells } from './node-cells.ts';
import type { NodeMessages } from './node-messages.ts';

export interface AgentActsOptions {
  readonly agent: () => AgentService;
  readonly cell: () => NodeCells;
  readonly messages: NodeMessages;
  /** The DIDs of those to whom a message to everyone goes. */
  readonly peers: () => readonly string[];
  /** Minutes after midnight at such a moment, where the operator is. */
  readonly minuteOf: (atMs: number) => number;
  /** What was thrown where the rest of the act stands, as it is told. */
  readonly told: (thrown: unknown) => Failure;
}

export interface AcceptWish {
  /** As the operator edited it. */
  readonly text?: string | undefined;
  /** A proposal is left a draft. */
  readonly draft?: boolean | undefined;
}

/** What the agent can do on this node, and how it is done: by the operator's click, or by itself if it may. */
export class AgentActs {
  readonly #options: AgentActsOptions;
  /** What it does is felt at once, before it is done: that must lead to no other act. */
  #isActing = false;
  /** Done, and not remembered on disk: it counts all the same. */
  readonly #unremembered: AgentAct[] = [];

  constructor(options: AgentActsOptions) {
    this.#options = options;
  }

  /** What can be done now; nothing else is suggested. */
  possible(): Suggestion['kind'][] {
    const { cell, peers } = this.#options;
    const kinds: Suggestion['kind'][] = [];
    if (peers().length > 0) kinds.push('message');
    if (cell().current?.epoch()) kinds.push('proposal');
    return kinds;
  }

  /** Why it may not do this by itself now; null if it may. */
  brake({ atMs }: Suggestion): Brake | null {
    if (this.#isActing) return 'interval';
    const { agent, messages, peers, minuteOf } = this.#options;
    const { budget, braked } = agent().choices.now;
    const past = [...agent().acts.since(atMs - DAY_MS), ...this.#unremembered].filter(({ alone }) => alone);
    const { messages: newest } = messages.list({ thread: BROADCAST, before: null, limit: ECHO_TURNS });
    return brakeOn(
      // A message costs its writer no tokens.
      { atMs, minute: minuteOf(atMs), cost: 0, recipients: peers().map((did) => scidOf(did) ?? did) },
      {
        budget,
        past: past.map((act) => ({ atMs: act.atMs, cost: 0 })),
        isBraked: braked,
        isEchoing: isEcho(newest, atMs),
      },
    );
  }

  /**
   * Throws what the message or the draft throws; then the suggestion stays. Whatever the vote of a draft is refused
   * for, the draft is written, and no second click must write another.
   */
  accept(id: string, { text, draft = false }: AcceptWish): Accepted {
    const { agent } = this.#options;
    const pending = agent().pending(id);
    const { subject } = this.#carryOut(pending, text ?? pending.text, false);
    agent().drop(pending);
    if (pending.kind === 'message') return { proposal: null };
    const notOpened = draft ? null : this.#open(subject);
    return {
      proposal: { id: subject, label: this.#options.cell().decisions().detail(subject).label, notOpened },
    };
  }

  /** A message to everyone; proposals are always left to the operator. */
  actAlone(suggestion: Suggestion): void {
    if (suggestion.kind === 'message' && this.#options.peers().length > 0)
      this.#carryOut(suggestion, suggestion.text, true);
  }

  /** Opens the vote by the rules of the cell; answers with why that cannot be. */
  #open(proposal: string): Failure | null {
    try {
      this.#options.cell().deciding().open(proposal);
      return null;
    } catch (thrown) {
      return this.#options.told(thrown);
    }
  }

  #carryOut(suggestion: Suggestion, text: string, alone: boolean): AgentAct {
    this.#isActing = true;
    try {
      return this.#doIt(suggestion, text, alone);
    } finally {
      this.#isActing = false;
    }
  }

  #doIt(suggestion: Suggestion, text: string, alone: boolean): AgentAct {
    const { agent, cell, messages, peers } = this.#options;
    const { kind, digest, atMs } = suggestion;
    const record = agent().ledTo(suggestion);
    const made = { kind, digest, alone, atMs } as const;
    const act: AgentAct =
      kind === 'message'
        ? { ...made, recipients: [...peers()], subject: messages.send(BROADCAST, text, null, digest).id }
        : {
            ...made,
            recipients: [],
            subject: cell()
              .deciding()
              .propose({ ...titleAndText(text), open: false, agent: digest }),
          };
    if (record) this.#remember(act, record);
    return act;
  }

  /** What is out is out: were its click refused now, a second one would send it again. */
  #remember(act: AgentAct, record: CycleRecord): void {
    try {
      this.#options.agent().did(act, record);
    } catch (thrown) {
      this.#unremembered.push(act);
      this.#options.told(thrown);
    }
  }
}
