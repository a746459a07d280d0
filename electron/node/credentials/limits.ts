/** What a credential and its papers may be, each number once. Sizes are bytes of UTF-8. */
import { MINUTE_MS } from '#shared/protocol/limits.ts';

/** A credential as it comes: an SD-JWT with its disclosures, or JSON. */
export const CREDENTIAL_MAX_BYTES = 64 * 1024;
/** JCS of the whole form, with its proof. */
export const WHOLE_MAX_BYTES = 24 * 1024;
export const DISCLOSURES_MAX = 64;
/** One disclosure, as it is spelled. */
export const DISCLOSURE_MAX_BYTES = 4 * 1024;
/** All disclosures of a credential, as they are spelled. */
export const DISCLOSURES_MAX_BYTES = 32 * 1024;
/** What travels to a verifier outside of the cell. */
export const BUNDLE_MAX_BYTES = 256 * 1024;
/** A status list, gzip of it. */
export const LIST_GZIP_MAX_BYTES = 32 * 1024;

/** Of clocks that are set by hand: the credential's and the request's times are judged so far to either side. */
export const CLOCK_SKEW_MS = 5 * MINUTE_MS;
export const REQUEST_LIFE_MS = 10 * MINUTE_MS;

export const VALIDITY_DAYS = 365;
export { VALIDITY_DAYS_MAX } from '#shared/protocol/credentials/bodies.ts';
/** A standing or a list older than this says nothing any more. */
export const PAPERS_MAX_AGE_DAYS = 30;
/** An accepted standing older than this counts for nothing: words are compared again. */
export const ACCEPTED_MAX_AGE_DAYS = 180;
