import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { INITIAL_BALANCE } from '#shared/protocol/trust/rewards.ts';
import { openStore, type Store } from '../store/store.ts';
import { CellTokens } from './cell-tokens.ts';
import type { LocalCell } from './local-cell.ts';
import { StoredTokens } from './stored-tokens.ts';
import type { TokenBook, TokenReceipt } from './token-book.ts';

export interface IncentiveOptions {
  /** Balances are those of this cell's log; `store` and `now` are then not asked. */
  cell?: LocalCell;
  store?: Store;
  now?: () => number;
  observe?: (receipt: TokenReceipt) => void;
}

/** The tutorial's tokens: in one store, or as the log of a cell gives them. */
export class IncentiveService {
  readonly #book: TokenBook;
  readonly #observe: (receipt: TokenReceipt) => void;

  constructor({ cell, store, now = Date.now, observe = () => {} }: IncentiveOptions = {}) {
    this.#observe = observe;
    this.#book = cell
      ? new CellTokens(cell)
      : new StoredTokens(store ?? openStore({ path: ':memory:' }), now);
  }

  isRegistered(node: string): boolean {
    return this.#book.balance(node) !== null;
  }

  /** Throws `already-exists`: registering again would otherwise change a balance without a reason. */
  register(node: string, initialBalance = INITIAL_BALANCE): TokenReceipt {
    if (typeof node !== 'string' || node === '') {
      throw new GhostStackError('invalid-argument', asWritten('A node needs a name to have a balance.'));
    }
    if (!Number.isSafeInteger(initialBalance) || initialBalance < 0) {
      throw new GhostStackError(
        'invalid-argument',
        asWritten(`An initial balance must be a whole number from 0 up, not ${String(initialBalance)}.`),
      );
    }
    return this.#tell(this.#book.register(node, initialBalance));
  }

  /** In a cell the log rewards by itself: this shows the receipt, and throws `conflict` where there is none. */
  reward(node: string, amount: number, reason = ''): TokenReceipt {
    if (!Number.isSafeInteger(amount) || amount <= 0) {
      throw new GhostStackError(
        'invalid-argument',
        asWritten(`A reward must be a whole number above 0, not ${String(amount)}.`),
      );
    }
    if (typeof reason !== 'string')
      throw new GhostStackError('invalid-argument', asWritten('The reason of a reward must be text.'));
    return this.#tell(this.#book.reward(node, amount, reason));
  }

  balance(node: string): number {
    const balance = this.#book.balance(node);
    if (balance === null) {
      throw new GhostStackError('not-found', asWritten(`${String(node)} has no account. Register it first.`));
    }
    return balance;
  }

  /** In the order of the names. */
  balances(): Record<string, number> {
    return this.#book.balances();
  }

  receipts(node: string): TokenReceipt[] {
    this.balance(node);
    return this.#book.receipts(node);
  }

  #tell(receipt: TokenReceipt): TokenReceipt {
    this.#observe(receipt);
    return receipt;
  }
}
