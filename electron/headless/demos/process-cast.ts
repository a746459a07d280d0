import type { Message } from '#shared/contract/domain/message.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { reportOf } from '../../node/cell/reading/log-report.ts';
import type { QueueRow } from '../../node/messaging/queue-events.ts';
import {
  certificateChain,
  type NumberedProposal,
  ordinaryProposals,
} from '../../node/tutorial/certificate-chain.ts';
import { ALIAS_PREFIX } from '../../node/tutorial/did-service.ts';
import { logEndorsements } from '../../node/tutorial/log-endorsements.ts';
import { ReputationService } from '../../node/tutorial/reputation-service.ts';
import type { Choice } from '../../node/tutorial/vote-chain.ts';
import { type CastOptions, DEMO_CELL, type DemoCast, type Thought } from './demo-cast.ts';
import { News } from './news.ts';
import { ProcessMember } from './process-member.ts';

/**
 * Each agent is a whole node in an operating-system process of its own, all in one cell over libp2p on loopback.
 * The nodes do everything by their own calls; here they are only directed, and what happened is told in the order
 * of cause and effect, as processes cannot.
 */
export class ProcessCast implements DemoCast {
  readonly #options: CastOptions;
  readonly #note: (line: string) => void;
  readonly #news = new News();
  readonly #members: readonly ProcessMember[];

  static async start(options: CastOptions, note: (line: string) => void): Promise<ProcessCast> {
    const cast = new ProcessCast(options, note);
    try {
      await cast.#start();
      return cast;
    } catch (error) {
      await cast.close();
      throw error;
    }
  }

  private constructor(options: CastOptions, note: (line: string) => void) {
    this.#options = options;
    this.#note = note;
    this.#members = options.names.map((name) => new ProcessMember(name, () => this.#news.tell()));
  }

  async comeOnline(name: string): Promise<void> {
    await this.#member(name).setOnline(true);
  }

  async enqueue(name: string, recipient: string, text: string): Promise<void> {
    const to = this.#member(recipient).did;
    const { number, id } = await this.#member(name).ask('messages.send', { to, text });
    this.#options.observe({ type: 'queued', number, id, from: name, to: recipient, text });
  }

  async rows(name: string): Promise<QueueRow[]> {
    const rows = await Promise.all(
      this.#members
        .filter((other) => other.name !== name)
        .map(async (other) =>
          (await this.#sent(this.#member(name), other)).map((message) => ({
            id: message.number,
            sender: name,
            recipient: other.name,
            payload: message.text,
            delivered: message.state === 'delivered',
          })),
        ),
    );
    return rows.flat().sort((a, b) => a.id - b.id);
  }

  async sync(from: string, to: string): Promise<number> {
    const [sender, recipient] = [this.#member(from), this.#member(to)];
    const waiting = (await this.#sent(sender, recipient)).filter(({ id }) => !sender.told.has(id));
    if (!recipient.isOnline) {
      this.#options.observe({ type: 'offline', daemon: to, from, held: waiting.length });
      return 0;
    }
    await sender.setOnline(true);
    await sender.ask('peers.syncNow', { did: recipient.did });
    for (const { id } of waiting) await this.#tellDelivery(sender, recipient, id);
    if (waiting.length > 0) await this.#noteConnection(sender, recipient);
    return waiting.length;
  }

  async think(name: string, type: string, intensity: number, novelty: number): Promise<Thought> {
    const episode = await this.#member(name).ask('agent.cycle', { type, intensity, novelty });
    const { cycle, stimulus, valence, arousal, dopamine, action } = episode;
    return { cycle, stimulus: stimulus.type, emotion: { valence, arousal, dopamine }, dopamine, action };
  }

  async propose(name: string, description: string): Promise<string> {
    const request = { title: description, text: '', open: true };
    const { id: draft } = await this.#member(name).ask('governance.propose', request);
    await this.#agreed();
    const { id, summary } = await this.#proposal(name, ({ summary }) => summary.id === draft);
    const { title, createdAtMs } = summary;
    const proposal = { id, proposer: aliasOf(name), description: title, state: 'OPEN', createdAtMs } as const;
    this.#options.observeGovernance({ kind: 'proposed', proposal });
    return id;
  }

  async vote(name: string, proposalId: string, choice: Choice): Promise<void> {
    const { summary } = await this.#proposal(name, ({ id }) => id === proposalId);
    await this.#member(name).ask('governance.vote', { id: summary.id, choice, comment: null });
    this.#options.observeGovernance({ kind: 'voted', proposal: proposalId, voter: aliasOf(name), choice });
  }

  async tally(proposalId: string): Promise<void> {
    const snapshots = await this.#agreed((snapshot) => blockOf(snapshot, proposalId) !== null);
    const [block] = snapshots.map((snapshot) => blockOf(snapshot, proposalId));
    if (!block) throw new GhostStackError('internal', asWritten(`${proposalId} has no certificate.`));
    this.#options.observeGovernance({ kind: 'tallied', ...block, proposal: proposalId });
    this.#options.observeGovernance({ kind: 'anchored', block });
    await this.#noteDecision(proposalId, snapshots);
  }

  async endorse(source: string, target: string): Promise<void> {
    await this.#member(source).ask('trust.endorse', { scid: this.#member(target).scid, strength: 1 });
  }

  async scores(): Promise<Record<string, number>> {
    await this.#agreed();
    const [first] = this.#members as [ProcessMember];
    const explained = await Promise.all(
      this.#members.map(({ scid }) => first.ask('trust.explain', { scid })),
    );
    const reputation = new ReputationService();
    for (const { name } of this.#members) reputation.addNode(name);
    for (const { source, target, weight } of logEndorsements(explained)) {
      reputation.addEndorsement(source, target, weight);
    }
    return reputation.computeScores();
  }

  async balances(): Promise<Record<string, number>> {
    const [snapshot] = await this.#agreed();
    const balances = [...(snapshot?.trust?.balances ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    return Object.fromEntries(balances.map(({ name, balance }) => [name, balance]));
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()));
  }

  /** The first founds the cell, the others join by her invitation; then all go offline, and the play can begin. */
  async #start(): Promise<void> {
    const { seed, scratchFolder } = this.#options;
    await Promise.all(this.#members.map((member) => member.start(scratchFolder, seed)));
    const [founder, ...newcomers] = this.#members as [ProcessMember, ...ProcessMember[]];
    await founder.ask('cell.found', { name: DEMO_CELL });
    for (const newcomer of newcomers) {
      const { code } = await founder.ask('cell.invite', { hours: 1 });
      await newcomer.ask('cell.join', { code, compare: false });
      await this.#until(`${newcomer.name} to be a member`, async () => {
        const { cell, joining } = await newcomer.snapshot();
        if (joining?.state === 'refused')
          throw new GhostStackError('refused', asWritten(joining.trouble?.message ?? ''));
        return cell?.members.some(({ me }) => me) ? true : null;
      });
    }
    for (const [place, snapshot] of (await this.#agreed()).entries()) {
      const member = this.#members[place] as ProcessMember;
      const own = snapshot.cell?.members.find(({ me }) => me);
      member.did = own?.did ?? '';
      member.scid = own?.scid ?? '';
      this.#note(`[process] ${member.name.padEnd(6)} pid=${member.pid}  ${member.did}`);
    }
    await Promise.all(this.#members.map((member) => member.setOnline(false)));
    await Promise.all(this.#members.map((member) => member.ask('demo.awake', {})));
  }

  async #sent(from: ProcessMember, to: ProcessMember): Promise<Message[]> {
    return (await from.messagesWith(to)).filter(({ direction }) => direction === 'out');
  }

  /** Waits until the recipient has stored a message and the sender knows it. */
  async #tellDelivery(sender: ProcessMember, recipient: ProcessMember, id: string): Promise<void> {
    const names = { from: sender.name, to: recipient.name };
    const sent = await this.#until(`message ${id} to be delivered`, async () => {
      const message = (await this.#sent(sender, recipient)).find((one) => one.id === id);
      if (message?.state === 'refused')
        throw new GhostStackError(
          'refused',
          asWritten(`${recipient.name} refused the message: ${message.code}.`),
        );
      return message?.state === 'delivered' ? message : null;
    });
    const arrived = (await recipient.messagesWith(sender)).find((one) => one.id === id);
    if (!arrived)
      throw new GhostStackError(
        'internal',
        asWritten(`${recipient.name} acknowledged a message that it does not have.`),
      );
    const { observe } = this.#options;
    const { number, senderDid, text } = arrived;
    observe({ type: 'delivering', id: sent.number, ...names });
    observe({ type: 'received', number, id, by: recipient.name, from: sender.name, senderDid, text });
    observe({ type: 'delivered', id: sent.number, ...names });
    sender.told.add(id);
  }

  async #proposal(name: string, is: (proposal: NumberedProposal) => boolean): Promise<NumberedProposal> {
    return this.#until(`${name} to hear of the proposal`, async () => {
      const { proposals } = await this.#member(name).snapshot();
      return ordinaryProposals(proposals).find(is) ?? null;
    });
  }

  /** Waits until all hold the same entries, and what is asked for besides; their snapshots, in order. */
  #agreed(is: (snapshot: Snapshot) => boolean = () => true): Promise<Snapshot[]> {
    return this.#until('all members to come to one state', async () => {
      const snapshots = await Promise.all(this.#members.map((member) => member.snapshot()));
      const states = new Set(snapshots.map(({ cell }) => cell?.stateHash));
      return states.size === 1 && !states.has(undefined) && snapshots.every(is) ? snapshots : null;
    });
  }

  #until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    return this.#news.until(what, look);
  }

  /** What the certificate and the log are at each of the nodes, and what a stranger finds in the exported log. */
  async #noteDecision(proposalId: string, snapshots: readonly Snapshot[]): Promise<void> {
    const found = snapshots.map((snapshot, place) => {
      const { name } = this.#members[place] as ProcessMember;
      const [certificate, state] = [blockOf(snapshot, proposalId)?.hash, snapshot.cell?.stateHash];
      this.#note(`[cell] ${name.padEnd(6)} ${proposalId} certificate=${certificate} state=${state}`);
      return `${certificate} ${state}`;
    });
    if (new Set(found).size > 1)
      throw new GhostStackError('internal', asWritten('The nodes hold different results.'));
    this.#note(`[cell] certificate and state are equal at all ${found.length} nodes`);
    for (const member of this.#members) {
      const { entries, stateHash } = reportOf((await member.ask('log.export', {})).text);
      this.#note(
        `[log] ${member.name.padEnd(6)} exported ${entries} receipts, verified offline: state=${stateHash}`,
      );
    }
  }

  async #noteConnection(one: ProcessMember, other: ProcessMember): Promise<void> {
    const ends = await other.ask('demo.connections', {});
    for (const { local, remote } of await one.ask('demo.connections', {})) {
      if (!ends.some((end) => end.local === remote && end.remote === local)) continue;
      this.#note(
        `[connection] ${one.name} pid=${one.pid} ${local} ↔ ${remote} ${other.name} pid=${other.pid} ESTABLISHED`,
      );
    }
  }

  #member(name: string): ProcessMember {
    const member = this.#members.find((candidate) => candidate.name === name);
    if (!member) throw new GhostStackError('not-found', asWritten(`There is no ${name} in this demo.`));
    return member;
  }
}

function aliasOf(name: string): string {
  return ALIAS_PREFIX + name;
}

function blockOf({ proposals }: Snapshot, proposalId: string) {
  const chain = certificateChain(ordinaryProposals(proposals));
  return chain.find(({ proposal }) => proposal.id === proposalId) ?? null;
}
