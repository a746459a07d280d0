/** What a cell says of itself outwards, as its log has it: statements that q of its own members attest. */
import type { FiledStatement } from '#shared/protocol/bridges/bridge-book.ts';
import type { StandingBody } from '#shared/protocol/credentials/standing-body.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { isLater, type Standing } from '../credentials/index.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

export interface SaidStanding {
  readonly standing: Standing;
  readonly node: GraphNode;
  readonly attests: readonly GraphNode[];
}

type Log = Pick<IntegrityLog, 'cell' | 'book' | 'graph'>;

/** More than a verifier takes at once are not handed over. */
const CHAIN_MAX = 8;

/** All that q of their members attest, the newest last. */
export function saidStandings(log: Log): SaidStanding[] {
  return log.book.bridges
    .statements()
    .flatMap((said) => saidOf(log, said) ?? [])
    .sort((one, other) => (isLater(one.standing, other.standing) ? 1 : -1));
}

/** The texts for a verifier that accepted any of them: one for each set of keys, the newest last. */
export function chainOf(said: readonly SaidStanding[]): SaidStanding[] {
  const keysOf = ({ standing: { q, members } }: SaidStanding): string =>
    JSON.stringify([q, members.map(({ scid, key }) => [scid, key])]);
  return said
    .filter((one, at) => {
      const next = said[at + 1];
      return next === undefined || keysOf(next) !== keysOf(one);
    })
    .slice(-CHAIN_MAX);
}

export function textsOf(log: Pick<IntegrityLog, 'textOf'>, said: readonly SaidStanding[]): string[] {
  return said.flatMap(({ node, attests }) => [node, ...attests].map((one) => log.textOf(one)));
}

function saidOf({ cell, book }: Log, { node, body }: FiledStatement): SaidStanding | null {
  if (body.about !== 'standing') return null;
  const standing = { ...(body satisfies StandingBody), cell, hash: node.hash };
  const keys = new Map(standing.members.map(({ scid, key }) => [scid, key]));
  const byAuthor = new Map(
    book.bridges
      .attests(node.hash)
      .filter(({ entry }) => keys.get(entry.author) === entry.key)
      .map((attest) => [attest.entry.author, attest]),
  );
  return byAuthor.size < standing.q ? null : { standing, node, attests: [...byAuthor.values()] };
}
