import type { MemberLogs } from '../closing/member-logs.ts';
import { ENTRY_MAX_BYTES, type HashedEntry, type SignedEntry } from '../log/entry.ts';
import { type Saying, says } from '../saying.ts';
import { Broken } from './broken.ts';
import { DecisionProof } from './decision-proof.ts';
import { type ShownDecision, shownDecision } from './shown-decision.ts';
import { ShownGraph, type ShownNode } from './shown-graph.ts';

/** What a runtime brings to the check. */
export interface ProofTools extends MemberLogs {
  /** JCS of a value that came of JSON. */
  readonly canonical: (value: unknown) => string;
  /** SHA-256 of the UTF-8, as hex. */
  readonly hash: (text: string) => string;
  /** Whether the signature of an entry, whose JCS this is, holds by the signature rule under the key that it names. */
  readonly isSigned: (key: string, signature: string, canonical: string) => boolean;
}

export type ProofVerdict =
  | { readonly ok: true; readonly proof: DecisionProof; readonly decision: ShownDecision }
  | { readonly ok: false; readonly broken: Saying };

/** How many of so many receipts were looked at. */
export interface ProofProgress {
  readonly done: number;
  readonly of: number;
}

interface ReadEntry extends HashedEntry {
  readonly isSigned: boolean;
}

/**
 * Checks a proof, whoever made it, from its text alone; `progress` after each receipt. Whatever a text does to the code
 * that reads it, it is no proof then.
 */
export function* checkingProof(text: string, tools: ProofTools): Generator<ProofProgress, ProofVerdict> {
  try {
    const proof = readProof(text, tools);
    const entries: ReadEntry[] = [];
    for (const signed of proof.entries) {
      entries.push(readEntry(signed, tools));
      yield { done: entries.length, of: proof.entries.length };
    }
    const graph = graphOf(proof.cell, entries);
    requireAuthentic(graph, entries);
    return { ok: true, proof, decision: shownDecision(graph, proof, tools) };
  } catch (thrown) {
    return { ok: false, broken: thrown instanceof Broken ? thrown.says : says('proof.broken.form') };
  }
}

/** The same at once. */
export function checkProof(text: string, tools: ProofTools): ProofVerdict {
  const checking = checkingProof(text, tools);
  for (;;) {
    const next = checking.next();
    if (next.done) return next.value;
  }
}

/** It is written in one way: what differs in a byte is another text. */
function readProof(text: string, { canonical }: ProofTools): DecisionProof {
  const value: unknown = JSON.parse(text);
  const parsed = DecisionProof.safeParse(value);
  if (!parsed.success || canonical(value) !== text) throw new Broken(says('proof.broken.form'));
  return parsed.data;
}

function readEntry({ entry, signature }: SignedEntry, tools: ProofTools): ReadEntry {
  const text = tools.canonical(entry);
  // In UTF-16 units, of which none takes less than a byte: what is longer is no receipt.
  if (text.length > ENTRY_MAX_BYTES) throw new Broken(says('proof.broken.form'));
  const isSigned = signature !== undefined && tools.isSigned(entry.key, signature, text);
  if (signature !== undefined && !isSigned)
    throw new Broken(says('proof.broken.signature', { receipt: `${entry.kind} ${entry.seq}` }));
  return { hash: tools.hash(text), entry, isSigned };
}

/** Causes first, none twice, all of one cell. */
function graphOf(cell: string, entries: readonly ReadEntry[]): ShownGraph {
  const graph = new ShownGraph(cell, entries);
  const nodes = graph.nodes();
  if (nodes.length < entries.length) throw new Broken(says('proof.broken.order'));
  nodes.forEach((node, at) => {
    const before = nodes[at - 1];
    if (before && !isBefore(before, node)) throw new Broken(says('proof.broken.order'));
    if (node.lacking.some((hash) => graph.get(hash))) throw new Broken(says('proof.broken.order'));
    if (node.hash !== cell && node.entry.cell !== cell) throw new Broken(says('proof.broken.cell'));
  });
  return graph;
}

/** By the height among those that are shown, then by hash. */
export function isBefore(one: ShownNode, other: ShownNode): boolean {
  return one.height < other.height || (one.height === other.height && one.hash < other.hash);
}

/** By its own signature, or by an authentic entry of the same author and key that has it as `prev`. */
function requireAuthentic(graph: ShownGraph, entries: readonly ReadEntry[]): void {
  const authentic = new Set(entries.flatMap(({ hash, isSigned }) => (isSigned ? hash : [])));
  for (const node of graph.nodes().toReversed()) {
    const { prev, entry } = node;
    if (!authentic.has(node.hash)) {
      const receipt = `${entry.kind} ${entry.seq}`;
      throw new Broken(says('proof.broken.signature', { receipt }));
    }
    if (prev?.entry.author === entry.author && prev.entry.key === entry.key) authentic.add(prev.hash);
  }
}
