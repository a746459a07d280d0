/** What surrounds a ballot before it is opened: versions, the call for review, and comments (DESIGN §6). */
import { compareCausally, type GraphNode } from '../log/entry-graph.ts';
import { type Decidable, everything, type Past } from './ballot.ts';
import type { CommentBody, DraftBody, ReviseBody } from './bodies.ts';

export interface Deliberation {
  readonly title: string;
  readonly text: string;
  /** 1 for the draft, and one more for each revision. */
  readonly versions: number;
  readonly inReview: boolean;
  /** In causal order. */
  readonly comments: readonly { readonly node: GraphNode; readonly text: string }[];
}

/** A proposal's newest version and what members said of it. */
export function deliberationOf(book: Decidable, draft: GraphNode, within: Past = everything): Deliberation {
  let newest = draft;
  let versions = 1;
  let inReview = false;
  const comments: { readonly node: GraphNode; readonly text: string }[] = [];
  for (const node of about(book, draft, within)) {
    const { kind } = node.entry;
    if (kind === 'revise') {
      newest = node;
      versions += 1;
    } else if (kind === 'review') inReview = true;
    else comments.push(commentIn(node));
  }
  const body = newest.entry.body as DraftBody | ReviseBody;
  return {
    title: body.title.trim(),
    // Texts are long, and most who ask do not read them.
    get text() {
      return body.text;
    },
    versions,
    inReview,
    comments,
  };
}

function commentIn(node: GraphNode): { readonly node: GraphNode; readonly text: string } {
  return {
    node,
    get text() {
      return (node.entry.body as CommentBody).text.trim();
    },
  };
}

function about(book: Decidable, draft: GraphNode, within: Past): GraphNode[] {
  return book.deliberationOn(draft.hash).filter(within).sort(compareCausally);
}
