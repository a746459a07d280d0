import { causalPast } from '../closing/ballot.ts';
import { isMember } from '../closing/epoch.ts';
import { ownNodes } from '../closing/own.ts';
import { ballotState } from '../closing/proposal-state.ts';
import type { Judge } from '../closing/validity.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { ScarHealBody, ScarNoteBody } from './bodies.ts';

/** Valid notes and approvals, in the order in which they were applied. */
export interface Scars {
  scarNotes(ballot: string): readonly GraphNode[];
  scarHeals(note: string): readonly GraphNode[];
}

const STRANGER = refusal('not-a-member', says('refusal.notMember'));

/** By a member, about a ballot that has failed by a certificate in the past of the note. */
export function noteError(judge: Judge, node: GraphNode, { ballot: hash }: ScarNoteBody): Invalid | null {
  if (!isMember(judge.epochOf(node), node.entry.author)) return STRANGER;
  const past = causalPast(judge.graph, node);
  const ballot = judge.ballot(hash);
  const isScar = ballot && past(ballot.open) && ballotState(judge, hash, past).state === 'failed';
  return isScar ? null : refusal('no-scar', says('refusal.noScar'));
}

/** By another member than wrote the note, once. */
export function healError(
  judge: Judge & Scars,
  node: GraphNode,
  { note: hash }: ScarHealBody,
): Invalid | null {
  const { author } = node.entry;
  if (!isMember(judge.epochOf(node), author)) return STRANGER;
  const note = judge.graph.get(hash);
  const isNote = note && judge.scarNotes(String(note.entry.body.ballot)).includes(note);
  if (!isNote || !judge.graph.inPast(note, node)) return refusal('no-note', says('refusal.noScarNote'));
  if (note.entry.author === author) return refusal('self', says('refusal.ownScarNote'));
  return ownNodes(judge, node.prev, judge.scarHeals(hash)).length > 0
    ? refusal('healed', says('refusal.healedBefore'))
    : null;
}
