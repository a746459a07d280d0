/** Characters of a proposal's title and text, as the node takes them. */
export const TITLE_MAX = 200;
export const TEXT_MAX = 16_000;
