/** A cell of unsigned feeds, for tests of endorsements and tokens. */

import { type Past, pastOf } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { type BalanceLine, balances, statement } from '#shared/protocol/trust/balances.ts';
import { DID_LOG, FeedWriter, foundEntry, hashed, scid } from './feed-writer.ts';

const RULES = { threshold: [1, 2], deadlineMs: 0, graceMs: 0 };

/** Opens a ballot; on a change of the membership slot, or as an ordinary proposal. */
export function propose(writer: FeedWriter, epoch: number, change?: object, at = 0): GraphNode {
  const number = 1 + Math.max(0, ...writer.book.drafts().map(({ entry }) => Number(entry.body.number)));
  const draft = writer.write('draft', { number, title: `Proposal ${number}`, text: '' }, at);
  const extra = change ? { change } : {};
  const n = writer.book.epochAt([...writer.graph.nodes()]).members.length;
  const rules = { ...RULES, quorum: change ? majorityOf(n) : 1 };
  const open = { proposal: draft.hash, attempt: 1, epoch, text: '', rules, ...extra };
  return writer.write('open', open, at);
}

export function meet(...writers: FeedWriter[]): void {
  for (const a of writers) for (const b of writers) if (a !== b) a.syncFrom(b);
}

/** All vote, close, sign what the first proposes, and confirm. */
export function decide(writers: FeedWriter[], ballot: string, at = 0): void {
  const [first] = writers as [FeedWriter];
  meet(...writers);
  const slot = first.book.ballot(ballot)?.slot as string;
  for (const writer of writers) writer.write('vote', { ballot, choice: 'APPROVE' }, at);
  meet(...writers);
  for (const writer of writers) writer.write('close', { ballot }, at);
  meet(...writers);
  const closes = first.book
    .closes(ballot)
    .map((node) => node.hash)
    .sort();
  for (const writer of writers) writer.write('sign', { slot, ballot, round: 0, closes }, at);
  meet(...writers);
  for (const writer of writers) writer.write('confirm', { slot, ballot, round: 0, closes }, at);
  meet(...writers);
}

/** Members in one cell, in sync; the last epoch is `names.length - 1`. */
export function cellOf(...names: string[]): FeedWriter[] {
  return cellFoundedAt(0, ...names);
}

export function cellFoundedAt(at: number, ...names: string[]): FeedWriter[] {
  const found = hashed({ ...foundEntry(names[0] as string).entry, at });
  const writers = names.map((name) => new FeedWriter(name, found));
  writers.forEach((newcomer, epoch) => {
    if (epoch === 0) return;
    const [first] = writers as [FeedWriter];
    const alias = names[epoch] as string;
    const change = { type: 'admit', scid: scid(alias), alias, didLog: DID_LOG };
    decide(writers.slice(0, epoch), propose(first, epoch - 1, change, at).hash, at);
    newcomer.syncFrom(first);
  });
  return writers;
}

export interface Folded {
  readonly within: Past;
  readonly epoch: Epoch;
}

/** What a copy of the log settles. */
export function folded({ graph, book }: FeedWriter): Folded {
  const ends = settledEnds(graph);
  return { within: pastOf(graph, ends), epoch: book.epochAt(ends) };
}

/** Balances by name. */
export function balancesOf(writer: FeedWriter, ...names: string[]): number[] {
  const { within, epoch } = folded(writer);
  const all = balances(writer.book, within, epoch);
  return names.map((name) => all[scid(name)] as number);
}

export function linesOf(writer: FeedWriter, name: string): BalanceLine[] {
  const { within, epoch } = folded(writer);
  return statement(writer.book, scid(name), within, epoch);
}
