/** How many branches of one author count where (CLOSING: Branches): for entries, graph and wire alike. */

/** Ends of one feed that an entry names in `seen`. */
export const SEEN_MAX = 8;
/** Branches of one version of an author that an own branch brings in. */
export const BROUGHT_MAX = 4;
/** Of them, those that are left for a proof of equivocation, until there is one. */
export const KEPT_FOR_PROOF = 2;
/** Branches under one key that a node keeps although nobody cites them: of one generation, and in all. */
export const UNCITED_IN_GENERATION_MAX = 2;
export const UNCITED_MAX = 8;
/** Ends of one feed that a frame names; the rest goes in further frames. */
export const TIPS_IN_FRAME_MAX = 64;
