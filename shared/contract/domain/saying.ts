import { z } from 'zod';
import type { Saying, SayingKey } from '../../protocol/saying.ts';

/** What the node tells of something, to be made a sentence of by shared/words. */
export const SayingView: z.ZodType<Saying> = z.lazy(() =>
  z.object({
    key: z.string().transform((key) => key as SayingKey),
    params: z.record(z.string(), SayingParamView),
  }),
);

const SayingParamView = z.union([
  z.string(),
  z.number(),
  z.object({ durationMs: z.number() }),
  z.object({ atMs: z.number() }),
  z.object({ bytes: z.number() }),
  z.object({ names: z.array(z.string()) }),
  z.object({ anyOf: z.array(z.string()) }),
  SayingView,
]);

/** The same with its English, for where it is kept or shown by what may have no words for it: a failure's words. */
export const Told = z.object({ message: z.string(), says: SayingView.optional() });
export type Told = z.infer<typeof Told>;
