import type { Router } from '@honeyframe/sdk/backend';
import {
  accessTrail,
  careNote,
  careNoteList,
  followUpAnswer,
  newCareNote,
  newFollowUp,
} from '../schemas/patient-care.ts';
import { patientParams } from '../schemas/patient-record.ts';
import { addCareNote, readCareNotes } from '../services/care-notes.ts';
import { clearFollowUp, setFollowUp } from '../services/follow-ups.ts';
import { readAccess, recordChange, recordPartRead } from '../services/patient-access.ts';
import { requirePatient } from '../services/patient-record.ts';

const read = { permission: 'patient.read' };
const edit = { permission: 'patient.edit' };

/** What the care team itself writes about a patient, and who looked. */
export const router: Router = async (app) => {
  app.get(
    '/patients/:id/notes',
    {
      config: read,
      schema: {
        summary: 'Care notes of a patient, newest first',
        params: patientParams,
        response: { 200: careNoteList },
      },
    },
    async ({ ctx, params }) => {
      await requirePatient(ctx.warehouse, params.id);
      await recordPartRead(ctx, params.id, 'notes');
      return { rows: await readCareNotes(ctx.db, params.id) };
    },
  );

  app.post(
    '/patients/:id/notes',
    {
      config: edit,
      schema: {
        summary: 'Write a care note; audited',
        params: patientParams,
        body: newCareNote,
        response: { 201: careNote },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await requirePatient(ctx.warehouse, params.id);
      const note = await addCareNote(ctx, params.id, body.body);
      await recordChange(ctx, params.id, 'patient.note_added', { note_id: note.id });
      return reply.code(201).send(note);
    },
  );

  app.put(
    '/patients/:id/follow-up',
    {
      config: edit,
      schema: {
        summary: 'Flag a patient for follow-up; audited',
        params: patientParams,
        body: newFollowUp,
        response: { 200: followUpAnswer },
      },
    },
    async ({ ctx, params, body }) => {
      await requirePatient(ctx.warehouse, params.id);
      const follow_up = await setFollowUp(ctx, params.id, body.reason);
      await recordChange(ctx, params.id, 'patient.follow_up_set');
      return { follow_up };
    },
  );

  app.delete(
    '/patients/:id/follow-up',
    {
      config: edit,
      schema: {
        summary: 'Take the follow-up flag away; audited',
        params: patientParams,
        response: { 200: followUpAnswer },
      },
    },
    async ({ ctx, params }) => {
      const cleared = await clearFollowUp(ctx.db, params.id);
      if (cleared) await recordChange(ctx, params.id, 'patient.follow_up_cleared');
      return { follow_up: null };
    },
  );

  app.get(
    '/patients/:id/access',
    {
      config: read,
      schema: {
        summary: 'Who opened or changed the record of a patient',
        params: patientParams,
        response: { 200: accessTrail },
      },
    },
    async ({ ctx, params }) => {
      await requirePatient(ctx.warehouse, params.id);
      return { rows: await readAccess(ctx, params.id) };
    },
  );
};
