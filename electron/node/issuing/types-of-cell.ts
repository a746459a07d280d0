import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { type CredentialType, definedType, MESH_MEMBER } from '../credentials/index.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

export interface TypeOfCell {
  readonly type: CredentialType;
  /** SCID of whoever defined it; null for what is built in. */
  readonly by: string | null;
}

/** What can be issued in a cell: what is built in, then what members defined, the oldest first. */
export function typesOfCell({ book }: Pick<IntegrityLog, 'book'>): TypeOfCell[] {
  return [
    { type: MESH_MEMBER, by: null },
    ...book.issuing.defines().map(({ hash, entry }: GraphNode) => ({
      type: definedType(hash, entry.body),
      by: entry.author,
    })),
  ];
}

/** A type by its id, in whichever of the cells it was defined. */
export function typeOfAll(
  logs: readonly Pick<IntegrityLog, 'book'>[],
): (id: string) => CredentialType | null {
  const types = new Map(logs.flatMap(typesOfCell).map(({ type }) => [type.id, type]));
  return (id) => types.get(id) ?? null;
}
