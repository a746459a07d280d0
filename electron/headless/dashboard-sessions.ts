import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../node/crypto/hash.ts';

/** A link is opened soon after it was printed. */
export const TOKEN_LIFETIME_MS = 15 * 60_000;
/** Long enough for a day's work; a browser that was left open is then locked out. */
export const SESSION_LIFETIME_MS = 12 * 60 * 60_000;

const TOKENS_MAX = 16;
const SESSIONS_MAX = 16;

/** What one browser bought with a one-time token. */
export interface DashboardSession {
  readonly cookieDigest: Uint8Array;
  readonly keyDigest: Uint8Array;
  readonly endsAtMs: number;
}

/** What a browser is told of its new session. */
export interface NewSession {
  /** The value of `Set-Cookie`. */
  readonly cookie: string;
  /** For the memory of the page, and for nothing else. */
  readonly key: string;
}

interface Token {
  readonly digest: Uint8Array;
  readonly endsAtMs: number;
}

const newSecret = (): string => randomBytes(32).toString('base64url');

/** One-time tokens, and the sessions that they were exchanged for. Kept in memory only, as digests. */
export class DashboardSessions {
  readonly #clock: () => number;
  #tokens: readonly Token[] = [];
  #sessions: readonly DashboardSession[] = [];

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  issueToken(): string {
    const token = newSecret();
    const issued = { digest: digest(token), endsAtMs: this.#clock() + TOKEN_LIFETIME_MS };
    this.#tokens = [...this.#tokens.slice(1 - TOKENS_MAX), issued];
    return token;
  }

  /**
   * A new session, or null if the token is unknown, spent or too old. Browsers send a cookie to every port of a host,
   * so each server has a name of its own: two nodes do not take each other's away. And any server of that host, run by
   * whomever, may be sent it: so it is worth nothing without the key, which only a page of this origin has.
   */
  redeem(token: string, port: number): NewSession | null {
    const wanted = digest(token);
    const found = this.#tokens.find((candidate) => isSame(candidate.digest, wanted));
    if (!found) return null;
    this.#tokens = this.#tokens.filter((candidate) => candidate !== found);
    const nowMs = this.#clock();
    if (nowMs >= found.endsAtMs) return null;
    const [secret, key] = [newSecret(), newSecret()];
    const session = {
      cookieDigest: digest(secret),
      keyDigest: digest(key),
      endsAtMs: nowMs + SESSION_LIFETIME_MS,
    };
    this.#sessions = [
      ...this.#sessions.filter((each) => this.isAlive(each)).slice(1 - SESSIONS_MAX),
      session,
    ];
    const maxAge = SESSION_LIFETIME_MS / 1000;
    const cookie = `${cookieName(port)}=${secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}`;
    return { cookie, key };
  }

  /** The living session that a request's `Cookie` names. */
  find(cookieHeader: string | undefined, port: number): DashboardSession | null {
    for (const part of (cookieHeader ?? '').split(';')) {
      const [name, value] = part.trim().split('=', 2);
      if (name !== cookieName(port) || !value) continue;
      const wanted = digest(value);
      const found = this.#sessions.find((session) => isSame(session.cookieDigest, wanted));
      if (found && this.isAlive(found)) return found;
    }
    return null;
  }

  isAlive(session: DashboardSession): boolean {
    return this.#sessions.includes(session) && this.#clock() < session.endsAtMs;
  }

  /** Whether a living session's own page says so. */
  admits(session: DashboardSession, key: unknown): boolean {
    return typeof key === 'string' && this.isAlive(session) && isSame(session.keyDigest, digest(key));
  }

  /** Ends all sessions, and makes links worthless that nobody opened yet. */
  endAll(): void {
    this.#sessions = [];
    this.#tokens = [];
  }
}

const cookieName = (port: number): string => `ghoststack-${port}`;

function digest(secret: string): Uint8Array {
  return sha256(new TextEncoder().encode(secret));
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return timingSafeEqual(one, other);
}
