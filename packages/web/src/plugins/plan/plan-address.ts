import { type StepRequest, stepRequestSchema } from '@honeyframe/contract/api';

/** The page on which a step is planned and confirmed; its address says all, so that it can be sent to a colleague. */
export function toPlanHref({ undo_migrations, ...request }: StepRequest): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    if (value !== undefined) params.set(name, value);
  }
  if (undo_migrations) params.set('undo', 'yes');
  return `/admin/plugins/plan?${params}`;
}

/** Undefined for an address that names no step. A folder of the server is not for browsers. */
export function readPlanRequest(params: URLSearchParams): StepRequest | undefined {
  const { undo, ...named } = Object.fromEntries(params);
  const read = stepRequestSchema
    .omit({ folder: true })
    .safeParse({ ...named, ...(undo === 'yes' && { undo_migrations: true }) });
  return read.success ? read.data : undefined;
}
