/** Why a credential is refused: a closed list, in the order in which it is asked (docs/protocol.md, "Credentials"). */
import { type ErrorCode, type Failure, GhostStackError } from '#shared/contract/errors.ts';
import { inEnglish, type Saying, type SayingKey, says } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';

/** The value is the code of the closed list of all errors under which callers in general see it. */
const CODES = {
  'too-large': 'too-large',
  malformed: 'malformed',
  unsupported: 'unsupported',
  'standing-invalid': 'refused',
  'issuer-unknown': 'refused',
  'issuer-log': 'refused',
  'key-unknown': 'refused',
  'bad-signature': 'bad-signature',
  'disclosure-unreferenced': 'refused',
  'disclosure-repeated': 'refused',
  'disclosure-invalid': 'refused',
  schema: 'refused',
  'not-yet-valid': 'refused',
  expired: 'expired',
  'key-replaced': 'refused',
  'not-anchored': 'refused',
  'status-missing': 'refused',
  'status-invalid': 'refused',
  revoked: 'refused',
  'status-stale': 'refused',
  'holder-missing': 'refused',
  'holder-signature': 'refused',
  'holder-hash': 'refused',
  'wrong-audience': 'refused',
  'wrong-nonce': 'refused',
  'not-fresh': 'refused',
  replayed: 'replayed',
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type RefusalCode = keyof typeof CODES;

export const REFUSAL_CODES = Object.keys(CODES) as readonly RefusalCode[];

/** What `checkCredential` answers instead of a value. */
export interface Refusal {
  readonly code: RefusalCode;
  /** In English: the name, the number, and what to do. */
  readonly message: string;
  /** The same for people: shared/words makes a sentence of it in their language. */
  readonly says: Saying;
}

/** Thrown inside this folder; `checkCredential` and the readers of this folder answer it as a value. */
export class CredentialRefusal extends GhostStackError {
  readonly reason: RefusalCode;

  constructor(reason: RefusalCode, sentence: Saying, options?: ErrorOptions) {
    super(CODES[reason], sentence, options);
    this.reason = reason;
  }

  toRefusal(): Refusal {
    return { code: this.reason, message: this.message, says: this.says };
  }
}

export type CredentialSayingKey = Extract<SayingKey, `error.credential.${string}`>;

/** `throw refused('revoked', 'error.credential.revoked', { issuer, index })` */
export function refused(
  reason: RefusalCode,
  key: CredentialSayingKey,
  params: Saying['params'] = {},
): CredentialRefusal {
  return new CredentialRefusal(reason, says(key, shownOf(params)));
}

const SHOWN_MAX = 120;

/** What a stranger wrote stands in a sentence of ours: short, and with nothing that reorders or hides the rest of it. */
function shownOf(params: Saying['params']): Saying['params'] {
  const shown = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? visibleText(value).slice(0, SHOWN_MAX) : value,
  ]);
  return Object.fromEntries(shown);
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Refusal };

/** Whatever is thrown while reading what others wrote is a refusal. */
export function checked<T>(read: () => T): Checked<T> {
  try {
    return { ok: true, value: read() };
  } catch (thrown) {
    return { ok: false, error: refusalOf(thrown).toRefusal() };
  }
}

function refusalOf(thrown: unknown): CredentialRefusal {
  if (thrown instanceof CredentialRefusal) return thrown;
  const isForeseen = thrown instanceof GhostStackError;
  const what = says(isForeseen ? 'error.credential.part.unreadable' : 'error.credential.part.unforeseen');
  return new CredentialRefusal('malformed', says('error.credential.malformed', { what }), { cause: thrown });
}

/** The refusal as calls between processes carry it. */
export function failureOf({ code, says: sentence }: Refusal): Failure {
  return { code: CODES[code], message: inEnglish(sentence), says: sentence };
}
