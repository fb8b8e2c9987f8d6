import { z } from 'zod';

/** Shapes that several API tables share. Times are ISO 8601 in UTC. */
export const idSchema = z.uuid();
export const timeSchema = z.iso.datetime({ offset: true });
export const emptySchema = z.object({}).strict();

export const idParams = z.object({ id: idSchema });

/** Page of a list: 1-based page, at most 200 rows. */
export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(200).default(50),
});

export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({
    rows: z.array(row),
    total: z.number().int(),
    page: z.number().int(),
    page_size: z.number().int(),
  });
}
