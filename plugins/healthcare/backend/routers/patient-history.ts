import type { RequestContext, Router } from '@honeyframe/sdk/backend';
import { pagingQuery } from '../schemas/paging.ts';
import {
  conditionList,
  encounterPage,
  medicationList,
  observationList,
  observationSeries,
  patientCosts,
  patientParams,
  seriesQuery,
  timelinePage,
  timelineQuery,
} from '../schemas/patient-record.ts';
import { recordPartRead } from '../services/patient-access.ts';
import {
  readConditions,
  readCosts,
  readEncounters,
  readMedications,
  readObservations,
  readSeries,
  readTimeline,
} from '../services/patient-history.ts';
import { requirePatient } from '../services/patient-record.ts';

const config = { permission: 'patient.read' };

/** What happened to one patient, part by part. */
export const router: Router = async (app) => {
  app.get(
    '/patients/:id/timeline',
    {
      config,
      schema: {
        summary: 'Everything that happened to a patient, newest first',
        params: patientParams,
        querystring: timelineQuery,
        response: { 200: timelinePage },
      },
    },
    async ({ ctx, params, query }) => {
      await enter(ctx, params.id, 'timeline');
      return readTimeline(ctx.warehouse, params.id, query);
    },
  );

  app.get(
    '/patients/:id/encounters',
    {
      config,
      schema: {
        summary: 'Encounters of a patient, newest first',
        params: patientParams,
        querystring: pagingQuery,
        response: { 200: encounterPage },
      },
    },
    async ({ ctx, params, query }) => {
      await enter(ctx, params.id, 'encounters');
      return readEncounters(ctx.warehouse, params.id, query);
    },
  );

  app.get(
    '/patients/:id/conditions',
    {
      config,
      schema: {
        summary: 'Conditions of a patient, open ones first',
        params: patientParams,
        response: { 200: conditionList },
      },
    },
    async ({ ctx, params }) => {
      await enter(ctx, params.id, 'conditions');
      return { rows: await readConditions(ctx.warehouse, params.id) };
    },
  );

  app.get(
    '/patients/:id/medications',
    {
      config,
      schema: {
        summary: 'Drugs of a patient, those being taken first',
        params: patientParams,
        response: { 200: medicationList },
      },
    },
    async ({ ctx, params }) => {
      await enter(ctx, params.id, 'medications');
      return { rows: await readMedications(ctx.warehouse, params.id) };
    },
  );

  app.get(
    '/patients/:id/observations',
    {
      config,
      schema: {
        summary: 'What was measured of a patient, with the latest values',
        params: patientParams,
        response: { 200: observationList },
      },
    },
    async ({ ctx, params }) => {
      await enter(ctx, params.id, 'observations');
      return { rows: await readObservations(ctx.warehouse, params.id) };
    },
  );

  app.get(
    '/patients/:id/observations/series',
    {
      config,
      schema: {
        summary: 'Measured numbers over time, for a chart',
        params: patientParams,
        querystring: seriesQuery,
        response: { 200: observationSeries },
      },
    },
    async ({ ctx, params, query }) => {
      await enter(ctx, params.id, 'observations');
      return { points: await readSeries(ctx.warehouse, params.id, query.codes) };
    },
  );

  app.get(
    '/patients/:id/costs',
    {
      config,
      schema: {
        summary: 'Costs of a patient by year and by kind of encounter',
        params: patientParams,
        response: { 200: patientCosts },
      },
    },
    async ({ ctx, params }) => {
      await enter(ctx, params.id, 'costs');
      return readCosts(ctx.warehouse, params.id);
    },
  );
};

async function enter(ctx: RequestContext, patientId: string, part: string): Promise<void> {
  await requirePatient(ctx.warehouse, patientId);
  await recordPartRead(ctx, patientId, part);
}
