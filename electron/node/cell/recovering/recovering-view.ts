import type { Told } from '#shared/contract/domain/saying.ts';
import { decodeBase64url } from '../../crypto/base64url.ts';
import { decodeMultikey } from '../../crypto/multikey.ts';
import type { RecoveryCode } from '../joining/invitation.ts';
import type { StateAnswer } from './recovery-exchange.ts';
import type { RecoveryRecord } from './recovery-record.ts';
import { recoveryWords } from './recovery-words.ts';

/** How it stands, for the operator. */
export interface RecoveringView {
  readonly cellName: string | null;
  /** Our own in the cell, once it was told. */
  readonly name: string | null;
  readonly inviter: string | null;
  /** Six, to compare. */
  readonly words: string[] | null;
  /** `words`: the 24 are to be typed. */
  readonly state: 'connecting' | 'words' | 'comparing' | 'waiting' | 'refused';
  /** What the member last said of the ballot; null before it was asked for one. */
  readonly standing: {
    readonly state: StateAnswer['state'];
    readonly ballot: NonNullable<StateAnswer['ballot']> | null;
  } | null;
  readonly trouble: Told | null;
  readonly sinceMs: number;
}

interface Asking {
  readonly code: RecoveryCode;
  /** With which this machine dials. */
  readonly asker: Uint8Array;
}

export function recoveringView(
  record: RecoveryRecord,
  by: Asking,
  { trouble, standing }: Pick<RecoveringView, 'trouble' | 'standing'>,
): RecoveringView | null {
  const { step, names, sinceMs, why } = record;
  if (step === 'gone' || step === 'member') return null;
  const isOver = step === 'refused' || step === 'parting';
  return {
    cellName: names?.cellName ?? null,
    name: names?.alias ?? null,
    inviter: names?.inviter.alias ?? null,
    words: names !== null && !isOver ? sixWords(record, by) : null,
    state: VIEWS[step],
    standing: step === 'agreed' || step === 'admitted' ? standing : null,
    trouble: isOver ? why : trouble,
    sinceMs,
  };
}

function sixWords({ told }: RecoveryRecord, { code, asker }: Asking): string[] | null {
  if (told === null) return null;
  return recoveryWords({
    cell: code.cell,
    inviterKey: decodeMultikey(code.inviter).publicKey,
    askerKey: asker,
    secret: decodeBase64url(code.secret),
    nonce: told.nonce,
  });
}

const VIEWS = {
  calling: 'connecting',
  words: 'words',
  proving: 'connecting',
  comparing: 'comparing',
  agreed: 'waiting',
  admitted: 'waiting',
  parting: 'refused',
  refused: 'refused',
} as const;
