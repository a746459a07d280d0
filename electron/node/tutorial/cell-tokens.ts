import type { StatementLine } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { LocalCell } from './local-cell.ts';
import type { TokenBook, TokenReceipt } from './token-book.ts';

/** The tutorial's words for what the log of a cell rewards. */
const REASONS: Readonly<Record<StatementLine['kind'], string>> = {
  joined: 'registration',
  proposed: 'proposal creation',
  voted: 'governance participation',
  sent: 'transfer',
  received: 'transfer',
};
const STATEMENT_LINES = 500;

/** Balances as the log of a cell gives them: whoever is admitted has an account, and acts are rewarded by the fold. */
export class CellTokens implements TokenBook {
  readonly #cell: LocalCell;

  constructor(cell: LocalCell) {
    this.#cell = cell;
  }

  register(node: string): TokenReceipt {
    throw this.#cell.has(node)
      ? new GhostStackError('already-exists', asWritten(`${node} is registered already, by its admission.`))
      : new GhostStackError(
          'forbidden',
          asWritten(`${node} is not a member of the cell; members have accounts.`),
        );
  }

  /** Nobody gives rewards: this finds the newest one of that amount in the log. Throws `conflict` if there is none. */
  reward(node: string, amount: number): TokenReceipt {
    const reward = this.receipts(node).findLast(
      (receipt) => receipt.kind === 'reward' && receipt.amount === amount,
    );
    if (reward) return reward;
    throw new GhostStackError(
      'conflict',
      asWritten(`The log rewards by itself, and has no ${amount} tokens for ${node}.`),
    );
  }

  balance(node: string): number | null {
    return this.#cell.has(node) ? (this.receipts(node).at(-1)?.balance ?? null) : null;
  }

  balances(): Record<string, number> {
    const names = this.#cell.members.map(({ name }) => name).sort();
    return Object.fromEntries(names.map((name) => [name, this.balance(name) ?? 0]));
  }

  /** The newest 500. */
  receipts(node: string): TokenReceipt[] {
    const { name, identity } = this.#cell.member(node);
    const { lines } = this.#cell.first.node.trust.statement(identity.scid, null, STATEMENT_LINES);
    return lines.map(({ position, kind, delta, balance, atMs }) => ({
      number: position + 1,
      node: name,
      kind: kind === 'joined' ? 'register' : kind === 'proposed' || kind === 'voted' ? 'reward' : kind,
      amount: Math.abs(delta),
      balance,
      reason: REASONS[kind],
      atMs,
    }));
  }
}
