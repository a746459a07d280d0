/** A field for recovery words: nothing that is typed is remembered, corrected or learned. */
export const SECRET_FIELD = {
  type: 'text',
  lang: 'en',
  spellCheck: false,
  autoComplete: 'off',
  autoCorrect: 'off',
  autoCapitalize: 'none',
} as const;
