import type { Bridge } from '../closing/bridge-change.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { FOR_GOOD, type ListFiling } from '../log/list-filing.ts';
import { type AttestBody, ImportBody, StatementBody } from './bodies.ts';
import { type Imported, importedOf } from './imported.ts';

/** What a cell says outwards; it may count for nothing, and its author has said it all the same. */
export interface FiledStatement {
  readonly node: GraphNode;
  readonly body: StatementBody;
  readonly isValid: boolean;
}

/** What a statement is about. */
export type AboutWhat = { readonly about: 'trust'; readonly to: string } | { readonly about: 'standing' };

/** A valid `import`. */
export interface FiledImport extends Imported {
  readonly node: GraphNode;
}

/** Needed of the book that this is a part of. */
interface Judged {
  readonly graph: EntryGraph;
  epochOf(node: GraphNode): Epoch;
}

const NOTHING: readonly never[] = [];
const KINDS: ReadonlySet<string> = new Set(['statement', 'attest', 'import']);

/** Statements, what attests them, and imports of a cell, in the order in which they came. */
export class BridgeBook {
  readonly #judged: Judged;
  readonly #filing: ListFiling;
  /** By author and what it is about. */
  readonly #statements = new Map<string, FiledStatement[]>();
  readonly #valid: FiledStatement[] = [];
  readonly #validByHash = new Map<string, FiledStatement>();
  readonly #attests = new Map<string, GraphNode[]>();
  /** By the ballot of the bridge. */
  readonly #imports = new Map<string, FiledImport[]>();
  #later: (() => void) | null = null;

  constructor(judged: Judged, filing: ListFiling) {
    this.#judged = judged;
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

  /** Files an entry that was judged. */
  note(node: GraphNode, isValid: boolean): void {
    if (!BridgeBook.files(node.entry.kind)) return;
    this.#catchUp();
    this.#file(node, isValid, this.#filing);
  }

  /** Files one that was judged before this start, for good; all of those before it were. */
  refile(node: GraphNode, isValid: boolean): void {
    this.#file(node, isValid, FOR_GOOD);
  }

  /** Those of an author about one thing, valid or not, as far as their bodies were understood. */
  statementsBy(author: string, of: AboutWhat): readonly FiledStatement[] {
    this.#catchUp();
    return this.#statements.get(keyOf(author, of)) ?? NOTHING;
  }

  /** Valid ones. */
  statements(): readonly FiledStatement[] {
    this.#catchUp();
    return this.#valid;
  }

  /** A valid one. */
  statement(hash: string): FiledStatement | undefined {
    this.#catchUp();
    return this.#validByHash.get(hash);
  }

  attests(statement: string): readonly GraphNode[] {
    this.#catchUp();
    return this.#attests.get(statement) ?? NOTHING;
  }

  /** Valid ones over the bridge of a ballot. */
  imports(ballot: string): readonly FiledImport[] {
    this.#catchUp();
    return this.#imports.get(ballot) ?? NOTHING;
  }

  /** The bridge to a cell that is in force in the past of an entry. */
  inForce(node: GraphNode, cell: string): Bridge | undefined {
    return bridgeTo(this.#judged.epochOf(node), cell);
  }

  #file(node: GraphNode, isValid: boolean, filing: ListFiling): void {
    const { kind, body } = node.entry;
    if (kind === 'statement') this.#fileStatement(node, isValid, filing);
    if (!isValid) return;
    if (kind === 'attest') filing.append(this.#attests, (body as AttestBody).statement, node);
    if (kind === 'import') this.#fileImport(node, filing);
  }

  #fileStatement(node: GraphNode, isValid: boolean, filing: ListFiling): void {
    const parsed = StatementBody.safeParse(node.entry.body);
    if (!parsed.success) return;
    const filed = { node, body: parsed.data, isValid };
    filing.append(this.#statements, keyOf(node.entry.author, filed.body), filed);
    if (!isValid) return;
    filing.push(this.#valid, filed);
    filing.set(this.#validByHash, node.hash, filed);
  }

  /** Its texts were checked when it was judged. */
  #fileImport(node: GraphNode, filing: ListFiling): void {
    const { texts } = ImportBody.parse(node.entry.body);
    const imported = importedOf(texts.map((text) => JSON.parse(text).entry));
    const bridge = imported && this.inForce(node, imported.cell);
    if (!imported || !bridge) throw new RangeError('a valid import goes over a bridge');
    filing.append(this.#imports, bridge.ballot, { ...imported, node });
  }

  #catchUp(): void {
    const run = this.#later;
    this.#later = null;
    run?.();
  }
}

export function bridgeTo({ bridges }: Pick<Epoch, 'bridges'>, to: string): Bridge | undefined {
  return bridges.find(({ cell }) => cell === to);
}

function keyOf(author: string, body: AboutWhat): string {
  return `${author}/${body.about === 'trust' ? body.to : body.about}`;
}
