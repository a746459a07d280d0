import { type Saying, says } from '#shared/protocol/saying.ts';
import { DidLogError } from './log-error.ts';
import { isMultihash } from './multihash.ts';

/** The logs of this project travel over the LAN: their host is a name that nobody can own (RFC 2606). */
export const CELL_HOST = 'ghoststack.invalid';

const DID_MAX_LENGTH = 512;
const PREFIX = 'did:webvh:';
const HOST_MAX_LENGTH = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** A name that ends like this is read as an IPv4 address by URL parsers (WHATWG URL §3.5). */
const NUMBER = /^(?:\d+|0x[0-9a-f]*)$/i;
/** DID Core's idchar. International names are written in Punycode and percent-encoding. */
const SEGMENT = /^(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+$/;
const UNSAFE = /[/\\\p{Cc}]/u;

export interface DidWebvh {
  readonly scid: string;
  readonly host: string;
  readonly port: number | null;
  /** Segments as they stand in the DID, still percent-encoded. */
  readonly path: readonly string[];
}

/**
 * The parts of a did:webvh, which is a DID and not a DID URL. Nothing is fetched here, but a log names its host,
 * and others do fetch: so addresses, whatever their spelling, and path segments that climb are refused, after
 * percent-decoding. Throws DidLogError of the rule `did`.
 *
 * @param entry the entry that holds it, for the message
 */
export function parseDidWebvh(did: string, entry: number | null = null): DidWebvh {
  const refuse = (what: Saying) => new DidLogError('did', entry, what);
  if (did.length > DID_MAX_LENGTH) {
    throw refuse(says('error.didLog.did.length', { length: did.length, limit: DID_MAX_LENGTH }));
  }
  if (!did.startsWith(PREFIX)) throw refuse(says('error.didLog.did.start'));
  if (/[#?/]/.test(did)) throw refuse(says('error.didLog.did.url'));
  const [scid = '', authority = '', ...path] = did.slice(PREFIX.length).split(':');
  if (!isMultihash(scid)) throw refuse(says('error.didLog.did.scid'));
  const [host = '', portText, ...rest] = authority.split(/%3A/i);
  if (rest.length > 0) throw refuse(says('error.didLog.did.ports'));
  requireHost(host, refuse);
  for (const segment of path) requireSegment(segment, refuse);
  return { scid, host, port: portText === undefined ? null : parsePort(portText, refuse), path };
}

function requireHost(host: string, refuse: (what: Saying) => DidLogError): void {
  if (host.includes('%')) throw refuse(says('error.didLog.did.hostEncoded'));
  const labels = host.split('.');
  if (host.length > HOST_MAX_LENGTH || labels.length < 2 || !labels.every((label) => LABEL.test(label))) {
    throw refuse(says('error.didLog.did.hostNotDomain'));
  }
  if (NUMBER.test(labels.at(-1) ?? '')) throw refuse(says('error.didLog.did.hostIsAddress'));
}

function parsePort(text: string, refuse: (what: Saying) => DidLogError): number {
  const port = /^[1-9]\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw refuse(says('error.didLog.did.port'));
  return port;
}

function requireSegment(segment: string, refuse: (what: Saying) => DidLogError): void {
  const decoded = SEGMENT.test(segment) ? percentDecoded(segment) : null;
  if (decoded === null) throw refuse(says('error.didLog.did.segment'));
  if (decoded === '.' || decoded === '..' || UNSAFE.test(decoded)) {
    throw refuse(says('error.didLog.did.segmentClimbs'));
  }
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether the text can be the self-certifying part of a did:webvh. */
export function isScid(text: string): boolean {
  return isMultihash(text);
}

/** `did:webvh:<scid>:ghoststack.invalid`: the DID of a member, whose feeds and ballots name it by the SCID alone. */
/** The SCID of a did:webvh, or null for any other text. */
export function scidOf(did: string): string | null {
  try {
    return parseDidWebvh(did).scid;
  } catch {
    return null;
  }
}

export function didOfScid(scid: string): string {
  const did = `${PREFIX}${scid}:${CELL_HOST}`;
  parseDidWebvh(did);
  return did;
}
