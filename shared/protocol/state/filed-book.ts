import type { Attestation, Ballot } from '../closing/ballot.ts';
import type { Parting } from '../closing/leaving.ts';
import type { Branch } from '../forks/parting-rules.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { FiledEntries } from './filed-entries.ts';

/** What is asked of valid entries by what they are about. */
export class FiledBook {
  protected readonly filed = new FiledEntries();

  drafts(): readonly GraphNode[] {
    return this.filed.drafts;
  }

  draft(hash: string): GraphNode | undefined {
    return this.filed.draftsByHash.get(hash);
  }

  /** Those that gave themselves this number: several, where they were drafted apart. */
  draftsNumbered(number: number): readonly GraphNode[] {
    return this.filed.draftsByNumber.get(String(number)) ?? [];
  }

  enters(): readonly GraphNode[] {
    return this.filed.enters;
  }

  leaves(scid: string): readonly Parting[] {
    return this.filed.leaves.get(scid) ?? [];
  }

  stays(scid: string): readonly Parting[] {
    return this.filed.stays.get(scid) ?? [];
  }

  branches(cell: string): readonly Branch[] {
    return this.filed.branches.get(cell) ?? [];
  }

  /** All that are valid, in the order in which they came. */
  allBranches(): readonly Branch[] {
    return [...this.filed.branches.values()].flat();
  }

  branchesBy(author: string): readonly GraphNode[] {
    return this.filed.branchesByAuthor.get(author) ?? [];
  }

  /** Valid revisions, calls for review and comments that name a proposal, in the order in which they came. */
  deliberationOn(proposal: string): readonly GraphNode[] {
    return this.filed.list('deliberation', proposal);
  }

  ballot(hash: string): Ballot | undefined {
    return this.filed.ballots.get(hash);
  }

  ballots(): Ballot[] {
    return [...this.filed.ballots.values()];
  }

  /** Slots that have a ballot, in the order in which they were opened here. */
  slots(): readonly string[] {
    return this.filed.slots;
  }

  ballotsIn(slot: string): readonly Ballot[] {
    return this.filed.ballotsBySlot.get(slot) ?? [];
  }

  ballotsOf(proposal: string): readonly Ballot[] {
    return this.filed.ballotsByProposal.get(proposal) ?? [];
  }

  ballotsBy(proposer: string): readonly Ballot[] {
    return this.filed.ballotsByProposer.get(proposer) ?? [];
  }

  votes(ballot: string): readonly GraphNode[] {
    return this.filed.list('votes', ballot);
  }

  withdraws(ballot: string): readonly GraphNode[] {
    return this.filed.list('withdraws', ballot);
  }

  closes(ballot: string): readonly GraphNode[] {
    return this.filed.list('closes', ballot);
  }

  scarNotes(ballot: string): readonly GraphNode[] {
    return this.filed.list('scarNotes', ballot);
  }

  scarHeals(note: string): readonly GraphNode[] {
    return this.filed.list('scarHeals', note);
  }

  signs(slot: string): readonly Attestation[] {
    return this.filed.attestations('signs', slot);
  }

  confirms(slot: string): readonly Attestation[] {
    return this.filed.attestations('confirms', slot);
  }

  proofs(member: string): readonly GraphNode[] {
    return this.filed.proofs.get(member) ?? [];
  }
}
