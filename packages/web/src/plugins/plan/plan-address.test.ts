import type { StepRequest } from '@honeyframe/contract/api';
import { describe, expect, it } from 'vitest';
import { readPlanRequest, toPlanHref } from './plan-address.ts';

const read = (href: string) => readPlanRequest(new URL(href, 'http://localhost').searchParams);

describe('the address of a plan', () => {
  it.each<StepRequest>([
    { step: 'install', upload: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
    { step: 'roll_back', plugin: 'clinic', generation: 'abc', undo_migrations: true },
    { step: 'uninstall', plugin: '_demo', data: 'purge' },
  ])('says all of the step $step', (request) => {
    expect(read(toPlanHref(request))).toEqual(request);
  });

  it('is none where it names no step, something else, or a folder', () => {
    for (const query of ['', 'step=explode&plugin=a', 'step=install&x=1', 'step=install&folder=/etc'])
      expect(read(`/admin/plugins/plan?${query}`)).toBeUndefined();
  });
});
