/** By themselves, for who only names them: what checks a search loads much more. */
export const SEARCH_KINDS = ['messages', 'proposals', 'receipts', 'people'] as const;
