import path from 'node:path';
import { writeFiles } from '@honeyframe/testkit/files';

/** Writes `count` plugins below `folder`; each declares the design's example manifest with names of its own. */
export async function generatePlugins(folder: string, count: number): Promise<string[]> {
  const slugs = Array.from({ length: count }, (_, index) => `vertical-${index + 1}`);
  await Promise.all(slugs.map((slug) => writeFiles(path.join(folder, slug), describePlugin(slug))));
  return slugs;
}

/** A permission belongs to one plugin, so that each needs resources of its own; that is all that differs. */
function describePlugin(slug: string): Record<string, string> {
  const key = slug.replace('-', '_');
  return {
    'plugin.yaml': `name: ${slug}
version: 0.1.0
display_name: Healthcare
routers:
  - plugins.${key}.backend.routers.patients:router
  - plugins.${key}.backend.routers.doctors:router
dbt_workspace: dbt/
frontend_entry: frontend/src/index.tsx
nav:
  - { label: Patient 360, path: /${slug}/patients, icon: users }
  - { label: Doctors, path: /${slug}/doctors, icon: stethoscope }
permissions: [patient_${key}.read, patient_${key}.edit, doctor_${key}.read]
seed_groups:
  - { name: clinical_admin_${key}, permissions: [patient_${key}.read, patient_${key}.edit, doctor_${key}.read] }
  - { name: clinical_viewer_${key}, permissions: [patient_${key}.read, doctor_${key}.read] }
`,
    'backend/routers/patients.ts': describeRouter('patients', `patient_${key}.read`),
    'backend/routers/doctors.ts': describeRouter('doctors', `doctor_${key}.read`),
    'dbt/dbt_project.yml': `name: ${key}\nversion: 0.1.0\nprofile: honeyframe\n`,
    'frontend/src/index.tsx': frontend,
  };
}

/** Five routes with schemas for what comes in and what goes out. */
function describeRouter(name: string, permission: string): string {
  const routes = Array.from({ length: 5 }, (_, index) => describeRoute(`/${name}/${index}`, permission));
  return `import { type Router, z } from '@honeyframe/sdk/backend';

const search = z.object({ text: z.string().max(100).optional(), page: z.coerce.number().int().min(1).default(1) });
const row = z.object({ id: z.string(), name: z.string(), age: z.number().int().nullable() });
const found = z.object({ rows: z.array(row), total: z.number().int() });

export const router: Router = async (app) => {
${routes.join('\n')}
};
`;
}

function describeRoute(url: string, permission: string): string {
  return `  app.get(
    '${url}',
    { config: { permission: '${permission}' }, schema: { querystring: search, response: { 200: found } } },
    async (request) => ({ rows: [], total: request.query.page }),
  );`;
}

const frontend = `import { defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({
  pages: [
    { path: '/patients', title: 'Patient 360', load: () => import('./patients-page.tsx') },
    { path: '/doctors', title: 'Doctors', load: () => import('./doctors-page.tsx') },
  ],
  blocks: [],
});
`;
