/** By themselves, for who only names them: what checks a search loads much more. */
export const SEARCH_KINDS = ['messages', 'proposals', 'receipts', 'people'] as const;

/** Of more messages than these no one asks how many they are; counting them all would take as long as reading them. */
export const SEARCH_COUNTED_MAX = 1_000;
