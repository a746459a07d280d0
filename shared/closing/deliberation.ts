/** What surrounds a ballot before it is opened: versions, the call for review, and comments (DESIGN §6). */
import { z } from 'zod';
import { Hash } from '../log/entry.ts';
import { compareCausally, type GraphNode } from '../log/entry-graph.ts';
import { everything, type Past } from './ballot.ts';
import type { BallotBook } from './ballot-book.ts';
import { isMember } from './epoch.ts';

export const ReviseBody = z.strictObject({
  proposal: Hash,
  title: z.string().trim().min(1).max(200),
  text: z.string().max(16_000),
});
export const ReviewBody = z.strictObject({ proposal: Hash });
export const CommentBody = z.strictObject({ proposal: Hash, text: z.string().trim().min(1).max(2000) });

export interface Deliberation {
  readonly title: string;
  readonly text: string;
  /** 1 for the draft, and one more for each revision. */
  readonly versions: number;
  readonly inReview: boolean;
  /** In causal order. */
  readonly comments: readonly { readonly node: GraphNode; readonly text: string }[];
}

/** Reads a proposal's newest version and what members said of it. Entries that are not understood count for nothing. */
export function deliberationOf(book: BallotBook, draft: GraphNode, within: Past = everything): Deliberation {
  const { author, body } = draft.entry;
  let title = String(body.title);
  let text = String(body.text);
  let versions = 1;
  let inReview = false;
  const comments: { node: GraphNode; text: string }[] = [];
  for (const node of about(book, draft, within)) {
    const { kind } = node.entry;
    const byProposer = node.entry.author === author;
    if (kind === 'revise' && byProposer) {
      const revised = ReviseBody.safeParse(node.entry.body);
      if (!revised.success) continue;
      ({ title, text } = revised.data);
      versions += 1;
    } else if (kind === 'review' && byProposer) {
      inReview ||= ReviewBody.safeParse(node.entry.body).success;
    } else if (kind === 'comment') {
      const comment = CommentBody.safeParse(node.entry.body);
      if (comment.success) comments.push({ node, text: comment.data.text });
    }
  }
  return { title, text, versions, inReview, comments };
}

function about(book: BallotBook, draft: GraphNode, within: Past): GraphNode[] {
  return book
    .deliberationOn(draft.hash)
    .filter((node) => within(node) && book.graph.inPast(draft, node))
    .filter((node) => isMember(book.epochOf(node), node.entry.author))
    .sort(compareCausally);
}
