import { catalogue, type ProblemCode } from '@honeyframe/contract/errors';
import { z } from 'zod';

const problemCode = z.custom<ProblemCode>((code) => typeof code === 'string' && code in catalogue);

/** What a child answers, once. */
export const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), result: z.unknown().optional() }),
  z.object({ kind: z.literal('problem'), code: problemCode, context: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;
