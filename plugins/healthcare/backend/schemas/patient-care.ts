import { z } from '@honeyframe/sdk/backend';
import { followUp } from './patient-list.ts';

export const careNote = z.object({
  id: z.string(),
  body: z.string(),
  author_name: z.string(),
  created_at: z.string(),
});
export type CareNote = z.infer<typeof careNote>;
export const careNoteList = z.object({ rows: z.array(careNote) });
export type CareNoteList = z.infer<typeof careNoteList>;

export const newCareNote = z.object({ body: z.string().trim().min(1).max(4000) });
export const newFollowUp = z.object({ reason: z.string().trim().max(500).default('') });
export const followUpAnswer = z.object({ follow_up: followUp.nullable() });
export type FollowUpAnswer = z.infer<typeof followUpAnswer>;

export const accessEvent = z.object({ at: z.string(), actor: z.string(), action: z.string() });
export type AccessEvent = z.infer<typeof accessEvent>;
export const accessTrail = z.object({ rows: z.array(accessEvent) });
export type AccessTrail = z.infer<typeof accessTrail>;
