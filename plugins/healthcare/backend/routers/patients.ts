import { type Router, z } from '@honeyframe/sdk/backend';
import {
  patientFilterChoices,
  patientFilters,
  patientListQuery,
  patientPage,
} from '../schemas/patient-list.ts';
import { patientParams, patientRecord } from '../schemas/patient-record.ts';
import { recordOpening } from '../services/patient-access.ts';
import { readPatientChoices } from '../services/patient-choices.ts';
import { toPatientFile } from '../services/patient-file.ts';
import { exportPatients, listPatients } from '../services/patient-list.ts';
import { readPatientRecord } from '../services/patient-record.ts';

const config = { permission: 'patient.read' };

/** The list of patients, its file, and the top of one patient's page. */
export const router: Router = async (app) => {
  app.get(
    '/patients',
    {
      config,
      schema: {
        summary: 'Search, filter and sort patients',
        querystring: patientListQuery,
        response: { 200: patientPage },
      },
    },
    ({ ctx, query }) => listPatients(ctx, query),
  );

  app.get(
    '/patients/choices',
    { config, schema: { summary: 'What the filters offer', response: { 200: patientFilterChoices } } },
    ({ ctx }) => readPatientChoices(ctx),
  );

  app.get(
    '/patients/export',
    {
      config,
      schema: {
        summary: 'The filtered list as a CSV file; audited',
        querystring: patientFilters,
        response: { 200: z.string() },
      },
    },
    async ({ ctx, query }, reply) => {
      const rows = await exportPatients(ctx, query);
      await ctx.audit({ action: 'patient.list_exported', details: { count: rows.length, filters: query } });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="patients.csv"')
        .header('cache-control', 'no-store')
        .send(toPatientFile(rows));
    },
  );

  app.get(
    '/patients/:id',
    {
      config,
      schema: {
        summary: 'Demographics, figures, costs and care team of one patient; audited',
        params: patientParams,
        response: { 200: patientRecord },
      },
    },
    async ({ ctx, params }) => {
      const record = await readPatientRecord(ctx, params.id);
      await recordOpening(ctx, params.id);
      return record;
    },
  );
};
