import { z } from 'zod';

/** Stands in the place of `closing/fork-body.ts`: of a cell that branched off no proof is made, so none is understood. */
export const Fork = z.literal('');
