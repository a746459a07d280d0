import { says } from '#shared/protocol/saying.ts';
import { CellNode } from '../cell/cell-node.ts';
import { introduceInviter } from '../cell/joining/inviter.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { HeldKeys } from '../log/next-entry.ts';
import { introduceRemembered } from './damage/remembered-members.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { Operator } from './operator.ts';

/** Makes a home's part in one of its cells, for its operator. */
export class CellOpener {
  readonly #options: NodeCellsOptions;
  readonly #changed: () => void;

  constructor(options: NodeCellsOptions, changed: () => void) {
    this.#options = options;
    this.#changed = changed;
  }

  /** The one that it lives in. Throws what keeps its log from being read. */
  live(cell: string, operator: Operator, locked: readonly CellNode[]): CellNode {
    const node = this.#node(cell, operator, locked, false);
    const { settings } = this.#options;
    introduceInviter(node, settings);
    introduceRemembered(node, settings);
    return node;
  }

  /** One that it keeps; null where its log cannot be read, which is told. */
  kept(cell: string, operator: Operator, locked: readonly CellNode[] = []): CellNode | null {
    try {
      return this.#node(cell, operator, locked, true);
    } catch (error) {
      this.#options.failed(says('fault.readingLog', { id: cell }), error);
      return null;
    }
  }

  #node(cell: string, operator: Operator, locked: readonly CellNode[], isKept: boolean): CellNode {
    const { name: alias, identity: self, key, ring = null } = operator;
    const keys = isKept && ring && key ? onlyInUse(ring, key) : ring;
    return new CellNode({
      ...this.#options,
      ...{ cell, self, alias, key, keys, isKept },
      formerKeyUsed: () => this.#options.formerKeyUsed?.(cell),
      changed: () => this.#changed(),
      locked: locked.find(({ id }) => id === cell) ?? null,
    });
  }
}

/** In a kept cell a key that was changed is not used again: the node falls silent there. */
function onlyInUse(ring: HeldKeys, key: SigningKey): HeldKeys {
  const inUse = encodeMultikey('ed25519', key.publicKey);
  return {
    get: (multikey) => (multikey === inUse ? ring.get(multikey) : null),
    holds: (multikey) => ring.holds(multikey),
  };
}
