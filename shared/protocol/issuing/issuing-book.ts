import type { IssueBody, RevokeBody } from '../credentials/bodies.ts';
import type { Issue } from '../credentials/issued-tree.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { FOR_GOOD, type ListFiling } from '../log/list-filing.ts';

/** A valid `issue`. */
export interface FiledIssue extends Issue {
  readonly node: GraphNode;
  /** The UUID of its author's list. */
  readonly list: string;
  /** How many its author has issued on this branch, with this one. */
  readonly count: number;
}

/** A valid `revoke`. */
export interface FiledRevoke {
  readonly node: GraphNode;
  readonly index: number;
}

const NOTHING: readonly never[] = [];
const KINDS: ReadonlySet<string> = new Set(['define', 'issue', 'revoke', 'status']);

/** Valid types, issues, revocations and lists of a cell, in the order in which they came. */
export class IssuingBook {
  readonly #log: { readonly graph: EntryGraph };
  readonly #filing: ListFiling;
  readonly #defines: GraphNode[] = [];
  /** By author, each in the order in which they came, so that of a branch the last one is the newest. */
  readonly #issues = new Map<string, FiledIssue[]>();
  readonly #statuses = new Map<string, GraphNode[]>();
  /** By author and place in its list. */
  readonly #issuesAt = new Map<string, FiledIssue[]>();
  readonly #revokesAt = new Map<string, FiledRevoke[]>();
  readonly #revokes = new Map<string, FiledRevoke[]>();
  #later: (() => void) | null = null;

  constructor(log: { readonly graph: EntryGraph }, filing: ListFiling) {
    this.#log = log;
    this.#filing = filing;
  }

  /** What was judged before is filed by `run` once it is asked for. */
  later(run: () => void): void {
    this.#later = run;
  }

  /** Whether an entry is filed here at all. */
  static files(kind: string): boolean {
    return KINDS.has(kind);
  }

  /** Files a valid entry. */
  file(node: GraphNode): void {
    this.#catchUp();
    this.#file(node, this.#filing);
  }

  /** Files a valid one that was judged before this start, for good; all of those before it were. */
  refile(node: GraphNode): void {
    this.#file(node, FOR_GOOD);
  }

  defines(): readonly GraphNode[] {
    this.#catchUp();
    return this.#defines;
  }

  /** Everybody who ever issued something. */
  issuers(): readonly string[] {
    this.#catchUp();
    return [...this.#issues.keys()];
  }

  issuesBy(author: string): readonly FiledIssue[] {
    this.#catchUp();
    return this.#issues.get(author) ?? NOTHING;
  }

  issuesAt(author: string, index: number): readonly FiledIssue[] {
    this.#catchUp();
    return this.#issuesAt.get(placeOf(author, index)) ?? NOTHING;
  }

  revokesBy(author: string): readonly FiledRevoke[] {
    this.#catchUp();
    return this.#revokes.get(author) ?? NOTHING;
  }

  revokesAt(author: string, index: number): readonly FiledRevoke[] {
    this.#catchUp();
    return this.#revokesAt.get(placeOf(author, index)) ?? NOTHING;
  }

  statusesBy(author: string): readonly GraphNode[] {
    this.#catchUp();
    return this.#statuses.get(author) ?? NOTHING;
  }

  /** The newest issue of an author on its own branch that ends here, or null. */
  lastOn(author: string, end: GraphNode | null): FiledIssue | null {
    this.#catchUp();
    return this.#lastOn(author, end);
  }

  #file(node: GraphNode, filing: ListFiling): void {
    const { kind, author, body } = node.entry;
    if (kind === 'define') filing.push(this.#defines, node);
    if (kind === 'status') filing.append(this.#statuses, author, node);
    if (kind === 'revoke') {
      const { index } = body as RevokeBody;
      const revoke = { node, index };
      filing.append(this.#revokes, author, revoke);
      filing.append(this.#revokesAt, placeOf(author, index), revoke);
    }
    if (kind === 'issue') this.#fileIssue(node, body as IssueBody, filing);
  }

  #fileIssue(node: GraphNode, { list, index, digests }: IssueBody, filing: ListFiling): void {
    const { author } = node.entry;
    const count = 1 + (this.#lastOn(author, node.prev)?.count ?? 0);
    const issue: FiledIssue = { node, list, index, digests: [...digests], count };
    filing.append(this.#issues, author, issue);
    filing.append(this.#issuesAt, placeOf(author, index), issue);
  }

  #lastOn(author: string, end: GraphNode | null): FiledIssue | null {
    const { graph } = this.#log;
    const issues = end ? (this.#issues.get(author) ?? NOTHING) : NOTHING;
    return issues.findLast(({ node }) => end && graph.onBranch(node, end)) ?? null;
  }

  #catchUp(): void {
    const run = this.#later;
    this.#later = null;
    run?.();
  }
}

function placeOf(author: string, index: number): string {
  return `${author}/${index}`;
}
