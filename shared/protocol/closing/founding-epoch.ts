import type { GraphNode } from '../log/entry-graph.ts';
import { DEFAULT_CELL_RULES, FoundBody } from './bodies.ts';
import { listedMembers } from './entered.ts';
import type { End, Epoch } from './epoch.ts';
import { newestVersionId } from './member-logs.ts';

/** Epoch 0; a `found` whose body is not understood founds a cell without members, in which nothing is valid. */
export function foundingEpoch(node: GraphNode): Epoch {
  const parsed = FoundBody.safeParse(node.entry.body);
  const none = {
    number: 0,
    certifiedBy: null,
    closes: [],
    ended: new Map<string, End>(),
    lives: [],
    bridges: [],
  };
  if (!parsed.success) {
    return { ...none, name: '', members: [], rules: DEFAULT_CELL_RULES, logs: new Map() };
  }
  const { name, alias, didLog, rules: agreed, fork } = parsed.data;
  const { author: scid } = node.entry;
  if (fork) {
    const members = listedMembers(fork, node, didLog);
    const logs = new Map(members.map((member) => [member.scid, member]));
    return { ...none, name, members, rules: agreed, logs };
  }
  const version = newestVersionId(didLog);
  const founder = { scid, alias, didLog, version, base: 0, admittedBy: node.hash };
  return { ...none, name, members: [founder], rules: agreed, logs: new Map([[scid, founder]]) };
}
