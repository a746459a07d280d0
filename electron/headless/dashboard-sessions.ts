import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../node/crypto/hash.ts';

const COOKIE = 'ghoststack';
const TOKENS_MAX = 16;

const newSecret = (): string => randomBytes(32).toString('base64url');

/** One-time tokens, and the sessions that they were exchanged for. Kept in memory only, as digests. */
export class DashboardSessions {
  #tokens: Uint8Array[] = [];
  #sessions: Uint8Array[] = [];

  issueToken(): string {
    const token = newSecret();
    this.#tokens = [...this.#tokens.slice(1 - TOKENS_MAX), digest(token)];
    return token;
  }

  /** The `Set-Cookie` value of a new session, or null if the token is unknown or spent. */
  redeem(token: string): string | null {
    const index = indexOf(this.#tokens, digest(token));
    if (index < 0) return null;
    this.#tokens.splice(index, 1);
    const session = newSecret();
    this.#sessions.push(digest(session));
    return `${COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  holds(cookieHeader: string | undefined): boolean {
    for (const part of (cookieHeader ?? '').split(';')) {
      const [name, value] = part.trim().split('=', 2);
      if (name === COOKIE && value && indexOf(this.#sessions, digest(value)) >= 0) return true;
    }
    return false;
  }
}

function digest(secret: string): Uint8Array {
  return sha256(new TextEncoder().encode(secret));
}

function indexOf(digests: readonly Uint8Array[], wanted: Uint8Array): number {
  return digests.findIndex((candidate) => timingSafeEqual(candidate, wanted));
}
