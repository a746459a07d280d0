/** The language and country by whose customs sentences, lists, dates and numbers are written. */
export const LOCALE = 'en-GB';
