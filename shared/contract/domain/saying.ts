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
  z.object({ names: z.array(z.string()) }),
  z.object({ anyOf: z.array(z.string()) }),
  SayingView,
]);
