/** Looks at every node after each of its steps, and never forgets what it saw. */

import { closureKey, everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { type BallotState, ballotState } from '#shared/protocol/closing/proposal-state.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { epochNow } from './at-hand.ts';
import { Broken } from './broken.ts';
import { EarlyCloses } from './early-closes.ts';
import { documentElectorate, documentQuorum, isOneOf } from './oracle.ts';
import { memberLog, scid } from './people.ts';
import { nameOf } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import { StolenKeys } from './stolen-keys.ts';
import { checkDebts } from './trust-check.ts';

interface View {
  readonly final: boolean;
  readonly text: string;
}

const PENDING = new Set(['voting', 'closing']);

export class Witness {
  readonly #equivocators: ReadonlySet<string>;
  /** `author/gen/seq` -> hash of what an honest member let others see. */
  readonly #signed = new Map<string, string>();
  /** slot -> key of the one certified closure. */
  readonly #certified = new Map<string, string>();
  /** node -> ballot -> what it last showed. */
  readonly #views = new Map<string, Map<string, View>>();
  readonly #forks = new Map<string, number>();
  readonly #touched = new Map<string, Set<string>>();
  /** Nodes at which tokens have changed hands since they were last looked at. */
  readonly #dealt = new Set<string>();
  readonly #early = new EarlyCloses();

  /** Members one of whose homes went back to an older state. */
  readonly #restored = new Set<string>();
  readonly #stolen: StolenKeys;
  /** Among so many equivocators a slot of members may have forked: then there may be two histories of keys. */
  mayHaveForked = false;

  constructor(equivocators: ReadonlySet<string>, thieves: () => readonly SimNode[]) {
    this.#equivocators = new Set([...equivocators].map(scid));
    this.#stolen = new StolenKeys(thieves);
  }

  /** Signs twice in slots whose electorate has so many versions of it, or somebody does in its place. */
  isEquivocator(author: string, version: number): boolean {
    return this.#equivocators.has(author) || this.#stolen.stolenUpTo(author) >= version;
  }

  /** Had no part in that its keys, or its words, are with somebody else. */
  isStolen(author: string, version: number): boolean {
    return !this.#equivocators.has(author) && this.#stolen.stolenUpTo(author) >= version;
  }

  signed(node: SimNode, { hash, entry }: HashedEntry): void {
    // What is called lost and is not writes under another key where its successor does.
    const place = `${entry.key}/${entry.gen}/${entry.seq}`;
    const known = this.#signed.get(place);
    if (known !== undefined && known !== hash) {
      throw new Broken('restart', `${node.id} signed two entries at ${entry.gen}/${entry.seq}`);
    }
    this.#signed.set(place, hash);
  }

  /** Who knows of a member's end, by removal or restore, closes and signs nothing that it opened after it. */
  wrote(node: SimNode, written: GraphNode): void {
    this.#early.wrote(node, written);
    const { kind, body } = written.entry;
    const open = node.graph.get(String(body.ballot));
    if (!open || !['close', 'sign', 'confirm'].includes(kind)) return;
    const epoch = node.book.epochOf(written);
    const { author, gen, seq } = open.entry;
    const change = node.book.ballot(open.hash)?.body.change;
    // Who leaves has said so after its last entry that counts.
    if (change?.type === 'remove' && change.scid === author) return;
    const end = epoch.ended.get(author);
    const atRemoval = node.graph.get(end?.removal ?? '')?.tips.get(author) ?? [];
    const isRemoved =
      end !== undefined && !isOneOf(epoch, author) && !atRemoval.some((tip) => isAtOrBefore(open, tip));
    const tips = epoch.closes.flatMap((close) => node.graph.get(close)?.tips.get(author) ?? []);
    const isLost =
      tips.some((tip) => tip.version === open.version && tip.entry.gen > gen) &&
      !tips.some((tip) => isAtOrBefore(open, tip)) &&
      !(written.tips.get(author) ?? []).some((tip) => goesOnFrom(open, tip));
    if (isRemoved || isLost)
      throw new Broken('ended', `${node.id} wrote a ${kind} for what was opened at ${gen}/${seq}`);
  }

  applied(node: SimNode, nodes: readonly GraphNode[]): void {
    this.#early.applied(node, nodes);
    const touched = this.#touched.get(node.id) ?? new Set<string>();
    this.#touched.set(node.id, touched);
    for (const { entry } of nodes) {
      if (entry.kind === 'transfer') this.#dealt.add(node.id);
      if (typeof entry.body.ballot === 'string') touched.add(entry.body.ballot);
    }
  }

  /** A restored node may have forgotten what it showed; what is certified elsewhere still binds it. */
  forget(id: string): void {
    this.#views.delete(id);
    this.#restored.add(scid(nameOf(id)));
  }

  /** After a step of a node that follows the protocol: what it shows of the ballots that this may have changed. */
  look(node: SimNode, all = false): void {
    const touched = this.#touched.get(node.id);
    const forks = node.graph.forkedAuthors().length;
    // Until it may write (again) it cannot cite what it holds of a forked author.
    if (node.isBarred || !node.mayWrite()) return;
    this.#noteEpoch(node);
    if (forks !== (this.#forks.get(node.id) ?? 0) || all) this.#framed(node);
    const isWhole = all || forks !== (this.#forks.get(node.id) ?? 0);
    const isDealt = this.#dealt.delete(node.id);
    if (!isWhole && !isDealt && (!touched || touched.size === 0)) return;
    this.#forks.set(node.id, forks);
    const tips = node.graph.mergeTips(settledEnds(node.graph));
    const settled = (other: GraphNode): boolean => node.graph.covers(tips, other);
    const ballots = isWhole ? node.book.ballots().map(({ open }) => open.hash) : [...(touched ?? [])];
    touched?.clear();
    if (isWhole || isDealt) checkDebts(node, settled);
    for (const hash of ballots) this.#lookAt(node, hash, settled);
  }

  /** With fewer than 2q - n equivocators a slot has one certificate (CLOSING: What follows). */
  mayFork(electorate: Epoch): boolean {
    const { n, q } = documentQuorum(electorate);
    const present = electorate.members.filter(({ scid, didLog }) => this.isEquivocator(scid, didLog.length));
    return present.length >= 2 * q - n;
  }

  #framed({ id, graph }: SimNode): void {
    const framed = graph
      .forkedAuthors()
      .find((author) => !this.isEquivocator(author, graph.forkVersions(author).at(-1) ?? 0));
    if (framed) throw new Broken('framed', `${id} holds two entries of ${framed.slice(0, 8)} at one place`);
  }

  #noteEpoch(node: SimNode): void {
    const epoch = epochNow(node);
    this.mayHaveForked ||= this.mayFork(epoch) || this.#isForgotten(epoch);
    this.#stolen.note(node, epoch, !this.mayHaveForked);
  }

  #lookAt(node: SimNode, hash: string, settled: (other: GraphNode) => boolean): void {
    const ballot = node.book.ballot(hash);
    if (!ballot) return;
    const { slot } = ballot;
    const electorate = documentElectorate(node.book, ballot);
    this.#certificates(node, slot, electorate);
    const views = this.#views.get(node.id) ?? new Map<string, View>();
    this.#views.set(node.id, views);
    if (!settled(ballot.open) && !views.has(hash)) return;
    const state = ballotState(node.book, hash, settled);
    const view = { final: !PENDING.has(state.state), text: textOf(state) };
    const before = views.get(hash);
    // Whose feed a thief goes on with cites its own branch, or that of the thief, once somebody has proved it.
    const waits = before?.final && !view.final && this.isStolen(node.author, ownVersion(electorate, node));
    if (waits) return;
    views.set(hash, view);
    if (state.state === 'forked') this.#named(node, slot, electorate);
    if ('tally' in state) this.#electorate(node, hash, electorate, state);
    if (!before?.final || before.text === view.text) return;
    if (state.state === 'forked' && this.mayFork(electorate)) return;
    const sameClosure = before.text.split('|')[1] === view.text.split('|')[1];
    throw new Broken(
      sameClosure && view.final ? 'tally' : 'final',
      `${node.id} showed ${shortened(before.text)} for ballot ${hash.slice(0, 8)} and then ${shortened(view.text)}`,
    );
  }

  #certificates(node: SimNode, slot: string, electorate: Epoch): void {
    for (const { closure } of certificates(node.book, everything, slot)) {
      const key = closureKey(closure);
      const known = this.#certified.get(slot);
      if (known === undefined) this.#certified.set(slot, key);
      else if (known !== key && !this.mayFork(electorate) && !this.#isForgotten(electorate)) {
        throw new Broken('certificates', `${node.id} holds a second one for ${slot.slice(0, 12)}`);
      }
    }
  }

  /** Under a key that the electorate knows, of those of the author only the newest. */
  #isOfElectorate({ members }: Epoch, cast: GraphNode): void {
    const member = members.find(({ scid }) => scid === cast.entry.author);
    const at = member ? keyOfVersion(cast, member) : -1;
    if (member && at >= 0 && at < member.didLog.length - 1)
      throw new Broken('former', `${cast.entry.kind} of ${member.alias} under its key ${at + 1}`);
  }

  /** What the only member has lost is nowhere. */
  #isForgotten({ members }: Epoch): boolean {
    return members.length === 1 && members.every((member) => this.#restored.has(member.scid));
  }

  #named(node: SimNode, slot: string, electorate: Epoch): void {
    const { n, q } = documentQuorum(electorate);
    const named = electorate.members.filter(({ scid, didLog }) =>
      node.graph.isForked(scid, didLog.length),
    ).length;
    if (named < 2 * q - n) {
      throw new Broken('named', `${node.id} can name ${named} in ${slot.slice(0, 12)}, n = ${n}, q = ${q}`);
    }
  }

  #electorate(
    node: SimNode,
    hash: string,
    electorate: Epoch,
    state: Extract<BallotState, { tally: unknown }>,
  ): void {
    const members = new Set<string>();
    for (const { member, vote } of state.tally.votes) {
      const cast = vote.kind === 'counted' ? node.graph.get(vote.vote) : null;
      const isOwn = !cast || (cast.entry.author === member && cast.entry.body.ballot === hash);
      if (cast) this.#isOfElectorate(electorate, cast);
      if (!isOneOf(electorate, member) || members.has(member) || !isOwn) {
        throw new Broken('electorate', `${member} in the tally of ${hash.slice(0, 8)}`);
      }
      members.add(member);
    }
    const { certificate } = state;
    for (const close of certificate.closure.closes) {
      const cast = node.graph.get(close);
      if (cast) this.#isOfElectorate(electorate, cast);
    }
    const closers = certificate.closure.closes.map((close) => node.graph.get(close)?.entry.author ?? '');
    for (const authors of [certificate.signers, closers]) {
      const isOutside = authors.some((author) => !isOneOf(electorate, author));
      const isTwice = new Set(authors).size < authors.length;
      if (isOutside || isTwice)
        throw new Broken(
          'electorate',
          `a certificate of ${hash.slice(0, 8)} rests on ${authors.length} authors`,
        );
    }
    const { approve, reject, abstain } = state.tally;
    if (approve + reject + abstain > electorate.members.length) {
      throw new Broken('electorate', `${approve + reject + abstain} votes of ${electorate.members.length}`);
    }
    if (electorate.members.length > 7) throw new Broken('seven', `${electorate.members.length} members vote`);
  }
}

function ownVersion({ members }: Epoch, { author }: SimNode): number {
  return members.find(({ scid }) => scid === author)?.didLog.length ?? 0;
}

/** As which version of itself somebody wrote is read from the key, and not from what the product makes of it. */
function keyOfVersion({ entry }: GraphNode, { didLog }: Epoch['members'][number]): number {
  return memberLog(didLog).versions.findLastIndex(({ key }) => key === entry.key);
}

/** In a later life its author has made it its own. */
export function goesOnFrom(earlier: GraphNode, tip: GraphNode): boolean {
  const isLater =
    tip.version > earlier.version || (tip.version === earlier.version && tip.entry.gen > earlier.entry.gen);
  return isLater && isAtOrBefore(earlier, tip);
}

function isAtOrBefore(node: GraphNode, last: GraphNode | undefined): boolean {
  for (let at: GraphNode | null = last ?? null; at; at = at.prev) if (at === node) return true;
  return false;
}

function textOf(state: BallotState): string {
  const certified = 'certificate' in state ? closureKey(state.certificate.closure) : '-';
  const counted = 'tally' in state ? JSON.stringify(state.tally) : '';
  return `${state.state}|${certified}|${counted}`;
}

function shortened(text: string): string {
  return text.replaceAll(/[0-9a-f]{64}/g, (hash) => hash.slice(0, 6));
}
