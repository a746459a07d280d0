import type { ErrorCode, Failure } from '#shared/contract/errors.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

/** The rules of docs/protocol.md, "The DID log of a member". */
export type MemberLogRule = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface MemberLogFailure extends Failure {
  readonly rule: MemberLogRule;
  /** Which version breaks it, from 1; null if it is not about one version. */
  readonly version: number | null;
}

/** A log that may be a did:webvh, and is not a member's; the message names the rule and the version. */
export class MemberLogError extends GhostStackError {
  readonly rule: MemberLogRule;
  readonly version: number | null;

  /** @param what a part of a sentence, about the version if one is given */
  constructor(
    rule: MemberLogRule,
    version: number | null,
    what: Saying,
    { code = 'malformed', whole }: { readonly code?: ErrorCode; readonly whole?: Saying } = {},
  ) {
    super(code, whole ?? broken(rule, version, what));
    this.rule = rule;
    this.version = version;
  }

  toFailure(): MemberLogFailure {
    const { code, message, says, rule, version } = this;
    return { code, message, says, rule, version };
  }
}

function broken(rule: MemberLogRule, version: number | null, what: Saying): Saying {
  return version === null
    ? says('error.memberLog.broken', { rule, what })
    : says('error.memberLog.versionBroken', { rule, version, what });
}
