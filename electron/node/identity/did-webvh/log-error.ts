import { type ErrorCode, type Failure, GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

/** What a log can break. The value is the code that callers see; did:webvh 1.0 gives the sections. */
const CODES = {
  size: 'too-large',
  syntax: 'malformed', // not a list of log entries ("The DID Log File")
  did: 'malformed', // "Method-Specific Identifier", or the log is that of another DID
  method: 'unsupported', // a version of did:webvh other than 1.0
  parameters: 'malformed', // "DID Method Parameters"
  'pre-rotation': 'malformed', // "Pre-Rotation Key Hash Generation and Verification"
  'version-id': 'malformed', // versions count 1, 2, 3, ...
  'version-time': 'malformed', // "Read (Resolve)", step 4
  clock: 'refused', // dated in the future: may be right once clocks agree
  scid: 'malformed', // "Verify SCID"
  'entry-hash': 'malformed', // "Verify The Entry Hash"
  proof: 'bad-signature', // "Authorized Keys"
  portability: 'malformed', // "DID Portability"
  deactivated: 'malformed', // "Deactivate (Revoke)"
  witness: 'refused', // "Verifying Witness Proofs During Resolution": may be right once more have signed
  document: 'malformed', // the keys that a member's document must hold
  version: 'not-found', // the version that was asked for
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type DidLogRule = keyof typeof CODES;

/** The `error` of DID resolution metadata, as did:webvh's test suite assigns it. */
export type ResolutionError =
  | 'invalidDid'
  | 'invalidParameters'
  | 'invalidProof'
  | 'notFound'
  /** Not of the suite, but of DID Resolution: the question contradicts itself. */
  | 'invalidOptions';

export interface DidLogFailure extends Failure {
  readonly rule: DidLogRule;
  /** Which entry of the log, from 1; null if it is not about one entry. */
  readonly entry: number | null;
  readonly resolutionError: ResolutionError;
}

/** A log, or a part of it, that did:webvh refuses; the message names the entry and the rule. */
export class DidLogError extends GhostStackError {
  readonly rule: DidLogRule;
  readonly entry: number | null;

  /**
   * @param what a part of a sentence, about the entry if one is given
   * @param whole the whole sentence, where it is not made of such a part
   */
  constructor(rule: DidLogRule, entry: number | null, what: Saying, whole = brokenRule(rule, entry, what)) {
    super(CODES[rule], whole);
    this.rule = rule;
    this.entry = entry;
  }

  toFailure(): DidLogFailure {
    const { code, message, says, rule, entry } = this;
    return { code, message, says, rule, entry, resolutionError: resolutionErrorOf(rule) };
  }
}

function brokenRule(rule: DidLogRule, entry: number | null, what: Saying): Saying {
  return entry === null
    ? says('error.didLog.broken', { rule, what })
    : says('error.didLog.entryBroken', { rule, entry, what });
}

function resolutionErrorOf(rule: DidLogRule): ResolutionError {
  switch (rule) {
    case 'proof':
      return 'invalidProof';
    case 'parameters':
    case 'pre-rotation':
      return 'invalidParameters';
    case 'version':
      return 'notFound';
    default:
      return 'invalidDid';
  }
}
