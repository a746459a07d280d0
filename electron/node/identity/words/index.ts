/** The recovery words of a member, and the keys that they stand for (docs/protocol.md). */
export { areAskedBack, askThree, type ThreeNumbers } from './asked-back.ts';
export { newRecoverySeed, normalisedWords, readWords, wordsOf } from './mnemonic.ts';
export {
  RECOVERY_KEYS,
  type RecoveryKey,
  recoveryKey,
  recoveryKeyAmong,
  recoveryKeyFor,
} from './recovery-key.ts';
