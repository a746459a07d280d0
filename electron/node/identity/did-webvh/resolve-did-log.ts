/** did:webvh as resolvers answer it: DID Resolution's three parts, of a log that somebody has, and nothing fetched. */
import { inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import type { DidVersion } from './check-log.ts';
import type { DidWebvhDocument } from './entry.ts';
import type { DidLogFailure, ResolutionError } from './log-error.ts';
import { type ResolvedDid, verifyDidLog } from './verify-log.ts';

export interface ResolveOptions {
  /** The DID that is wanted: at least one version must bear it. */
  readonly did?: string;
  /** Content of `did-witness.json`: text, bytes, or the list in it. */
  readonly witness?: unknown;
  /** The version of that id; without it and `versionTime`, the last. */
  readonly versionId?: string;
  /** The version in force at that moment, its own time included: ISO 8601, a Date, or milliseconds. */
  readonly versionTime?: string | Date | number;
  /** What time it is: a log may not be dated more than a day ahead. Default: this computer's clock. */
  readonly now?: string | Date | number;
}

/** As the test suite of did:webvh spells it. */
export interface DidDocumentMetadata {
  readonly versionId: string;
  readonly versionNumber: number;
  readonly versionTime: string;
  readonly created: string;
  readonly updated: string;
  readonly deactivated: boolean;
  readonly portable: boolean;
  readonly scid: string;
  readonly ttl: number;
  readonly watchers: readonly string[] | null;
  readonly witness: {
    readonly threshold: number;
    readonly witnesses: readonly { readonly id: string }[];
  } | null;
}

export interface DidResolution {
  /** Null where it was refused, or no version answers the question. */
  readonly didDocument: DidWebvhDocument | null;
  readonly didDocumentMetadata: DidDocumentMetadata | Record<string, never>;
  readonly didResolutionMetadata:
    | { readonly contentType: 'application/did+ld+json' }
    | {
        readonly error: ResolutionError;
        /** What is wrong, for people; `rule` and `entry` name it for programs. */
        readonly message: string;
        readonly rule: string;
        readonly entry: number | null;
      };
}

/**
 * Verifies a did:webvh 1.0 log (`did.jsonl` as text or bytes, or the list of its entries) and resolves a version of it.
 * One broken rule anywhere refuses the log, whichever version is asked for. Never throws: what is wrong with the log, or
 * with the question, stands in `didResolutionMetadata`.
 *
 *     resolveDidLog(readFileSync('did.jsonl'), { versionTime: '2026-11-23T10:00:00Z' }).didDocument
 */
export function resolveDidLog(jsonl: unknown, options: ResolveOptions = {}): DidResolution {
  const { did, witness, versionId, versionTime, now = Date.now() } = options ?? {};
  const nowMs = momentOf(now);
  const atMs = versionTime === undefined ? null : momentOf(versionTime);
  if (Number.isNaN(nowMs)) return question(says('error.didLog.question.moment', { name: 'now' }));
  if (Number.isNaN(atMs)) return question(says('error.didLog.question.moment', { name: 'versionTime' }));
  if (versionId !== undefined && atMs !== null) return question(says('error.didLog.question.both'));
  const verified = verifyDidLog(jsonl, {
    nowMs,
    ...(did === undefined ? {} : { did }),
    ...(witness === undefined ? {} : { witnessProofs: witness }),
    ...(versionId === undefined ? {} : { versionId }),
  });
  if (!verified.ok) return refused(verified.error);
  const { value } = verified;
  const version = atMs === null ? versionOf(value) : inForceAt(value, atMs);
  return version ? answered(value, version) : notFound();
}

function versionOf({ versions, versionId }: ResolvedDid): DidVersion | undefined {
  return versions.find((version) => version.versionId === versionId);
}

function inForceAt({ versions }: ResolvedDid, atMs: number): DidVersion | undefined {
  return versions.findLast(({ versionTimeMs }) => versionTimeMs <= atMs);
}

function answered({ created, updated, deactivated, scid }: ResolvedDid, version: DidVersion): DidResolution {
  const { versionId, versionNumber, versionTime, parameters } = version;
  const { witness, watchers, portable, ttlSeconds: ttl } = parameters;
  return {
    didDocument: version.document,
    didDocumentMetadata: {
      versionId,
      versionNumber,
      versionTime,
      created,
      updated,
      deactivated,
      portable,
      scid,
      ttl,
      watchers: watchers.length === 0 ? null : watchers,
      witness: witness && {
        threshold: witness.threshold,
        witnesses: witness.witnesses.map((key) => ({ id: `did:key:${key}` })),
      },
    },
    didResolutionMetadata: { contentType: 'application/did+ld+json' },
  };
}

function refused({ resolutionError: error, message, rule, entry }: DidLogFailure): DidResolution {
  return nothing({ error, message, rule, entry });
}

function notFound(): DidResolution {
  const message = inEnglish(says('error.didLog.question.notInForce'));
  return nothing({ error: 'notFound', message, rule: 'version', entry: null });
}

/** What is wrong with the question is for whoever wrote the program that asks. */
function question(what: Saying): DidResolution {
  return nothing({ error: 'invalidOptions', message: inEnglish(what), rule: 'options', entry: null });
}

function nothing(
  didResolutionMetadata: Extract<DidResolution['didResolutionMetadata'], { error: unknown }>,
): DidResolution {
  return { didDocument: null, didDocumentMetadata: {}, didResolutionMetadata };
}

/** NaN for what is none, whatever a program without types hands over. */
function momentOf(given: unknown): number {
  if (typeof given === 'string') return Date.parse(given);
  if (given instanceof Date) return given.getTime();
  return typeof given === 'number' ? given : Number.NaN;
}
