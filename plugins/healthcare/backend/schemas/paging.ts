import { z } from '@honeyframe/sdk/backend';

/** A page of a list, as every list of this plugin is asked for. */
export const pagingQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  page_size: z.coerce.number().int().min(1).max(200).default(25),
});
export type Paging = z.infer<typeof pagingQuery>;

/** Answer of a list: one page of rows, how many there are, and when the tables were built. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    total: z.number().int(),
    page: z.number().int(),
    page_size: z.number().int(),
    data_as_of: z.string().nullable(),
  });
}

/** A flag in an address. */
export const flag = z.enum(['true', 'false']);
