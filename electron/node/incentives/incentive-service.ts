import { GhostStackError } from '#shared/errors.ts';
import { openStore, type Store } from '../store/store.ts';

const INITIAL_BALANCE = 100;

/** Why a balance is what it is: one row for every change, oldest first. */
export interface TokenReceipt {
  readonly number: number;
  readonly node: string;
  readonly kind: 'register' | 'reward';
  /** Whole tokens, never below 0. */
  readonly amount: number;
  /** After this change. */
  readonly balance: number;
  readonly reason: string;
  readonly atMs: number;
}

export interface IncentiveOptions {
  store?: Store;
  now?: () => number;
  observe?: (receipt: TokenReceipt) => void;
}

/** The tutorial's token ledger: balances are sums of receipts. */
export class IncentiveService {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #observe: (receipt: TokenReceipt) => void;
  readonly #statements;

  constructor({
    store = openStore({ path: ':memory:' }),
    now = Date.now,
    observe = () => {},
  }: IncentiveOptions = {}) {
    this.#store = store;
    this.#now = now;
    this.#observe = observe;
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

  isRegistered(node: string): boolean {
    return this.#statements.balance.get(node) !== undefined;
  }

  /** Throws `already-exists`: registering again would otherwise change a balance without a reason. */
  register(node: string, initialBalance = INITIAL_BALANCE): TokenReceipt {
    if (typeof node !== 'string' || node === '') {
      throw new GhostStackError('invalid-argument', 'A node needs a name to have a balance.');
    }
    if (!Number.isSafeInteger(initialBalance) || initialBalance < 0) {
      throw new GhostStackError(
        'invalid-argument',
        `An initial balance must be a whole number from 0 up, not ${String(initialBalance)}.`,
      );
    }
    return this.#record(() => {
      if (this.isRegistered(node)) {
        throw new GhostStackError('already-exists', `${node} is registered already.`);
      }
      return [node, 'register', initialBalance, initialBalance, 'registration'];
    });
  }

  reward(node: string, amount: number, reason = ''): TokenReceipt {
    if (!Number.isSafeInteger(amount) || amount <= 0) {
      throw new GhostStackError(
        'invalid-argument',
        `A reward must be a whole number above 0, not ${String(amount)}.`,
      );
    }
    if (typeof reason !== 'string')
      throw new GhostStackError('invalid-argument', 'The reason of a reward must be text.');
    return this.#record(() => {
      const balance = this.balance(node) + amount;
      if (!Number.isSafeInteger(balance)) {
        throw new GhostStackError(
          'too-large',
          `${node} cannot hold more than ${Number.MAX_SAFE_INTEGER} tokens.`,
        );
      }
      return [node, 'reward', amount, balance, reason];
    });
  }

  balance(node: string): number {
    const balance = this.#statements.balance.get(node);
    if (balance === undefined) {
      throw new GhostStackError('not-found', `${String(node)} has no account. Register it first.`);
    }
    return balance;
  }

  /** In the order of the names. */
  balances(): Record<string, number> {
    return Object.fromEntries(this.#statements.balances.all().map(({ node, balance }) => [node, balance]));
  }

  receipts(node: string): TokenReceipt[] {
    this.balance(node);
    return this.#statements.receipts.all(node);
  }

  #record(decide: () => [string, TokenReceipt['kind'], number, number, string]): TokenReceipt {
    const receipt = this.#store.transaction(() => this.#statements.add.get(...decide(), this.#now()));
    if (!receipt) throw new GhostStackError('internal', 'The ledger gave no receipt.');
    this.#observe(receipt);
    return receipt;
  }
}
