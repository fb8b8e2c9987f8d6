import type { Router } from '@honeyframe/sdk/backend';
import {
  doctorListQuery,
  doctorPage,
  doctorParams,
  doctorPatientPage,
  doctorRecord,
  specialityList,
} from '../schemas/doctors.ts';
import { pagingQuery } from '../schemas/paging.ts';
import { listDoctorPatients, listDoctors, listSpecialities, readDoctor } from '../services/doctors.ts';

const config = { permission: 'doctor.read' };

/** Clinicians with their workload; their patients need the permission to read patients. */
export const router: Router = async (app) => {
  app.get(
    '/doctors',
    {
      config,
      schema: {
        summary: 'Search, filter and sort doctors',
        querystring: doctorListQuery,
        response: { 200: doctorPage },
      },
    },
    ({ ctx, query }) => listDoctors(ctx.warehouse, query),
  );

  app.get(
    '/doctors/specialities',
    { config, schema: { summary: 'Specialities of the doctors', response: { 200: specialityList } } },
    ({ ctx }) => listSpecialities(ctx.warehouse),
  );

  app.get(
    '/doctors/:id',
    {
      config,
      schema: {
        summary: 'One doctor with the workload by month',
        params: doctorParams,
        response: { 200: doctorRecord },
      },
    },
    ({ ctx, params }) => readDoctor(ctx.warehouse, params.id),
  );

  app.get(
    '/doctors/:id/patients',
    {
      config: { permission: 'patient.read' },
      schema: {
        summary: 'Patients that a doctor has seen, the latest first',
        params: doctorParams,
        querystring: pagingQuery,
        response: { 200: doctorPatientPage },
      },
    },
    ({ ctx, params, query }) => listDoctorPatients(ctx.warehouse, params.id, query),
  );
};
