import type { StepRequest } from '@honeyframe/contract/api';

type Files = Readonly<Record<string, string>>;

/** Something to do to a plugin, and what has to be done before. */
export interface CrashScenario {
  readonly request: StepRequest;
  /** Where the folder lies; what was dropped into DATA_DIR goes with its plugin. */
  readonly place: 'install' | 'data';
  /** Each is what the folder holds, and the step that is taken then. */
  readonly before: readonly { readonly files: Files; readonly request: StepRequest }[];
  /** What the folder holds when the platform is killed. */
  readonly files: Files;
}

const router = (answer: string, more = '') => `import { words } from './words.ts';
export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async ({ ctx }) => {
    const rows = await ctx.db.query('select note from visits order by note');
    return { answer: '${answer}', words, rows };
  });${more}
};`;

const first: Files = {
  'plugin.yaml': `name: clinic
version: 1.0.0
routers: ["./backend/visits.ts:router"]
permissions: [visit.read, visit.print]
migrations: migrations
seed_groups:
  - { name: clinic_staff, permissions: [visit.read, visit.print] }
  - { name: clinic_desk, permissions: [visit.print] }
`,
  'backend/visits.ts': router('one'),
  'backend/words.ts': "export const words: string = 'first';",
  'migrations/0001-visits.sql': `create table visits (id bigint generated always as identity primary key, org_id uuid not null, note text);
create table places (name text primary key);
insert into places values ('ward');`,
};

const second: Files = {
  ...first,
  'plugin.yaml': `name: clinic
version: 1.1.0
routers: ["./backend/visits.ts:router"]
permissions: [visit.read, visit.edit]
migrations: migrations
seed_groups:
  - { name: clinic_staff, permissions: [visit.read, visit.edit] }
  - { name: clinic_nurses, permissions: [visit.edit] }
`,
  'backend/visits.ts': router(
    'two',
    "app.put('/visits', { config: { permission: 'visit.edit' } }, async () => ({}));",
  ),
  'backend/words.ts': "export const words: string = 'second';",
  'migrations/0002-rooms.sql':
    'create table rooms (name text, org_id uuid);\nalter table visits add column room text;',
  'migrations/0002-rooms.down.sql': 'drop table rooms;\nalter table visits drop column room;',
};

const install = { step: 'install', plugin: 'clinic' } as const;
const upgrade = { step: 'upgrade', plugin: 'clinic' } as const;
const toFirst = { files: first, request: install };
const toSecond = { files: second, request: upgrade };

export const crashScenarios = {
  install: { request: install, place: 'install', before: [], files: first },
  upgrade: { request: upgrade, place: 'install', before: [toFirst], files: second },
  roll_back: {
    request: { step: 'roll_back', plugin: 'clinic', undo_migrations: true },
    place: 'install',
    before: [toFirst, toSecond],
    files: second,
  },
  purge: {
    request: { step: 'uninstall', plugin: 'clinic', data: 'purge' },
    place: 'data',
    before: [toFirst, toSecond],
    files: second,
  },
} as const satisfies Readonly<Record<string, CrashScenario>>;
