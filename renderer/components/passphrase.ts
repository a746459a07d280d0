import { PASSPHRASE_MIN } from '#shared/contract/passphrase-min.ts';
import { t } from '#shared/words/translate.ts';

/** What is wrong with a new passphrase and its repetition, in words; null for what is fine. */
export function passphraseError(
  passphrase: string,
  repeat: string,
): { readonly passphrase: string | null; readonly repeat: string | null } {
  const short = passphrase.length < PASSPHRASE_MIN;
  return {
    passphrase: short ? t('setup.protect.short', { n: passphrase.length }) : null,
    repeat: !short && passphrase !== repeat ? t('setup.protect.differ') : null,
  };
}
