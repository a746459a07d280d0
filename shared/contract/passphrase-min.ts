/** Characters of a new passphrase; by itself, for who only names it. */
export const PASSPHRASE_MIN = 8;
