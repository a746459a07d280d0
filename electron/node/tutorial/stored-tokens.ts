import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { Store } from '../store/store.ts';
import type { TokenBook, TokenReceipt } from './token-book.ts';

/** The tutorial's token ledger in one store: balances are sums of receipts. */
export class StoredTokens implements TokenBook {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #statements;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
    const columns = 'number, node, kind, amount, balance, reason, at_ms AS atMs';
    this.#statements = {
      balance: store.db
        .prepare<[string], number>(
          'SELECT balance FROM service_token WHERE node = ? ORDER BY number DESC LIMIT 1',
        )
        .pluck(),
      balances: store.db.prepare<[], { node: string; balance: number }>(
        `SELECT node, balance FROM service_token
         WHERE number IN (SELECT max(number) FROM service_token GROUP BY node) ORDER BY node`,
      ),
      receipts: store.db.prepare<[string], TokenReceipt>(
        `SELECT ${columns} FROM service_token WHERE node = ? ORDER BY number`,
      ),
      add: store.db.prepare<[string, string, number, number, string, number], TokenReceipt>(
        `INSERT INTO service_token (node, kind, amount, balance, reason, at_ms) VALUES (?, ?, ?, ?, ?, ?)
         RETURNING ${columns}`,
      ),
    };
  }

  register(node: string, initialBalance: number): TokenReceipt {
    return this.#record(() => {
      if (this.balance(node) !== null) {
        throw new GhostStackError('already-exists', asWritten(`${node} is registered already.`));
      }
      return [node, 'register', initialBalance, initialBalance, 'registration'];
    });
  }

  reward(node: string, amount: number, reason: string): TokenReceipt {
    return this.#record(() => {
      const before = this.balance(node);
      if (before === null)
        throw new GhostStackError('not-found', asWritten(`${node} has no account. Register it first.`));
      const balance = before + amount;
      if (!Number.isSafeInteger(balance)) {
        throw new GhostStackError(
          'too-large',
          asWritten(`${node} cannot hold more than ${Number.MAX_SAFE_INTEGER} tokens.`),
        );
      }
      return [node, 'reward', amount, balance, reason];
    });
  }

  balance(node: string): number | null {
    return this.#statements.balance.get(node) ?? null;
  }

  balances(): Record<string, number> {
    return Object.fromEntries(this.#statements.balances.all().map(({ node, balance }) => [node, balance]));
  }

  receipts(node: string): TokenReceipt[] {
    return this.#statements.receipts.all(node);
  }

  #record(decide: () => [string, TokenReceipt['kind'], number, number, string]): TokenReceipt {
    const receipt = this.#store.transaction(() => this.#statements.add.get(...decide(), this.#now()));
    if (!receipt) throw new GhostStackError('internal', asWritten('The ledger gave no receipt.'));
    return receipt;
  }
}
