import { z } from 'zod';
import { sessionSchema, userSchema } from './auth.ts';
import { defineApi } from './endpoint.ts';
import { emptySchema, idParams, idSchema, timeSchema } from './shapes.ts';

/** What somebody's place in an organisation is called, highest first; each stands for one of the system groups. */
export const seatRoles = ['admin', 'designer', 'analyst', 'viewer'] as const;
export const seatRoleSchema = z.enum(seatRoles);
export type SeatRole = z.infer<typeof seatRoleSchema>;

export const memberSchema = userSchema.extend({
  groups: z.array(z.object({ id: idSchema, name: z.string(), system_key: z.string().nullable() })),
  /** Of the highest system group; null for somebody in none of them. */
  seat: seatRoleSchema.nullable(),
  active: z.boolean(),
  /** The account counts beyond this organisation too: only a superadmin may reset its password or deactivate it. */
  beyond_org: z.boolean(),
  last_sign_in_at: timeSchema.nullable(),
});
export type Member = z.infer<typeof memberSchema>;

export const invitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  seat: seatRoleSchema,
  /** Further groups; one that was deleted meanwhile is left out. */
  groups: z.array(z.object({ id: idSchema, name: z.string() })),
  invited_by: z.string().nullable(),
  created_at: timeSchema,
  expires_at: timeSchema,
  expired: z.boolean(),
  /** When a mail with its link left; null when none did. */
  mailed_at: timeSchema.nullable(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** What became of the mail. A mail that failed does not take the invitation back: the link works all the same. */
export const mailResultSchema = z.object({
  /** `off`: this platform sends no mail. */
  state: z.enum(['sent', 'failed', 'off']),
  reason: z.string().nullable(),
});
export type MailResult = z.infer<typeof mailResultSchema>;

/** An invitation as the person sees it whom it is for. */
export const ownInvitationSchema = z.object({
  id: idSchema,
  org: z.string(),
  seat: seatRoleSchema,
  invited_by: z.string().nullable(),
  expires_at: timeSchema,
});
export type OwnInvitation = z.infer<typeof ownInvitationSchema>;

const madeInvitationSchema = z.object({
  invitation: invitationSchema,
  /** Shown this once: only the hash of its token is kept. */
  link: z.string(),
  mail: mailResultSchema,
});
export type MadeInvitation = z.infer<typeof madeInvitationSchema>;

const email = z.email().max(320);
const displayName = z.string().trim().max(100);
const groupIds = z.array(idSchema).max(100).default([]);
const token = z.string().min(1).max(200);

export const peopleApi = defineApi({
  listUsers: {
    method: 'GET',
    path: '/api/users',
    access: 'org.admin',
    summary: 'People of the organisation with seat and groups, and how many people have each seat.',
    output: z.object({
      users: z.array(memberSchema),
      /** Active people only. */
      seats: z.object({
        admin: z.number().int(),
        designer: z.number().int(),
        analyst: z.number().int(),
        viewer: z.number().int(),
        none: z.number().int(),
      }),
    }),
  },
  createUser: {
    method: 'POST',
    path: '/api/users',
    // An administrator invites: nobody joins an organisation unasked, and no answer tells who has an account elsewhere.
    access: 'superadmin',
    summary:
      'Create an account with a generated password, shown once; an existing account is added to the organisation. Administrators of an organisation invite instead.',
    body: z.object({ email, display_name: displayName.default(''), group_ids: groupIds }),
    output: z.object({ user: memberSchema, generated_password: z.string().nullable() }),
    errors: ['HF_CORE_CONFLICT'],
  },
  leaveOrg: {
    method: 'POST',
    path: '/api/users/me/leave',
    access: 'member',
    summary: 'Leave this organisation; the account stays.',
    output: emptySchema,
    errors: ['HF_ACCESS_LAST_ADMIN', 'HF_AUTH_TOKEN_FORBIDDEN'],
  },
  getUser: {
    method: 'GET',
    path: '/api/users/:id',
    access: 'org.admin',
    summary: 'One person of the organisation.',
    params: idParams,
    output: memberSchema,
  },
  updateUser: {
    method: 'PATCH',
    path: '/api/users/:id',
    access: 'org.admin',
    summary: 'Change the name that others see.',
    params: idParams,
    body: z.object({ display_name: displayName }),
    output: memberSchema,
    errors: ['HF_USER_BEYOND_ORG'],
  },
  setSeat: {
    method: 'PUT',
    path: '/api/users/:id/seat',
    access: 'org.admin',
    summary: 'Change the seat: out of the other system groups, into the one that the seat stands for.',
    params: idParams,
    body: z.object({ seat: seatRoleSchema }),
    output: memberSchema,
    errors: ['HF_ACCESS_LAST_ADMIN'],
  },
  removeUser: {
    method: 'DELETE',
    path: '/api/users/:id',
    access: 'org.admin',
    summary: 'Take somebody out of this organisation and its groups; the account stays.',
    params: idParams,
    output: emptySchema,
    errors: ['HF_ACCESS_LAST_ADMIN'],
  },
  deactivateUser: {
    method: 'POST',
    path: '/api/users/:id/deactivate',
    access: 'org.admin',
    summary: 'Switch an account off: its sessions end and its tokens stop at once; what it made stays.',
    params: idParams,
    output: memberSchema,
    errors: ['HF_ACCESS_LAST_ADMIN', 'HF_USER_LAST_SUPERADMIN', 'HF_USER_BEYOND_ORG'],
  },
  activateUser: {
    method: 'POST',
    path: '/api/users/:id/activate',
    access: 'org.admin',
    summary: 'Switch an account on again.',
    params: idParams,
    output: memberSchema,
    errors: ['HF_USER_BEYOND_ORG'],
  },
  resetPassword: {
    method: 'POST',
    path: '/api/users/:id/reset-password',
    access: 'org.admin',
    summary: 'Replace a password by a generated one, shown once; ends every session of the account.',
    params: idParams,
    output: z.object({ generated_password: z.string() }),
    errors: ['HF_USER_BEYOND_ORG'],
  },
  listInvitations: {
    method: 'GET',
    path: '/api/invitations',
    access: 'org.admin',
    summary: 'Invitations that nobody accepted yet, expired ones among them.',
    output: z.object({ invitations: z.array(invitationSchema), mail: z.enum(['on', 'off']) }),
  },
  invite: {
    method: 'POST',
    path: '/api/invitations',
    access: 'org.admin',
    summary: 'Invite somebody by e-mail address; answers the link, shown once, and says what the mail did.',
    body: z.object({
      email,
      seat: seatRoleSchema,
      group_ids: groupIds,
      expires_in_days: z.number().int().min(1).max(30).default(7),
    }),
    output: madeInvitationSchema,
    errors: ['HF_CORE_CONFLICT', 'HF_INVITATION_PENDING'],
  },
  resendInvitation: {
    method: 'POST',
    path: '/api/invitations/:id/resend',
    access: 'org.admin',
    summary: 'Make a new link that lasts as long as the first did; the old one stops to work.',
    params: idParams,
    output: madeInvitationSchema,
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/invitations/:id',
    access: 'org.admin',
    summary: 'Take an invitation back: its link stops to work.',
    params: idParams,
    output: emptySchema,
  },
  listOwnInvitations: {
    method: 'GET',
    path: '/api/invitations/mine',
    access: 'signed_in',
    summary: 'Open invitations for the address of this account, of every organisation.',
    output: z.object({ invitations: z.array(ownInvitationSchema) }),
  },
  acceptOwnInvitation: {
    method: 'POST',
    path: '/api/invitations/mine/:id/accept',
    access: 'signed_in',
    summary: 'Join the organisation that invited this account; the session goes on in it.',
    params: idParams,
    output: sessionSchema,
    errors: ['HF_AUTH_TOKEN_FORBIDDEN', 'HF_AUTH_PASSWORD_CHANGE_REQUIRED'],
  },
  declineOwnInvitation: {
    method: 'POST',
    path: '/api/invitations/mine/:id/decline',
    access: 'signed_in',
    summary: 'Turn an invitation down: its link stops to work.',
    params: idParams,
    output: emptySchema,
    errors: ['HF_AUTH_TOKEN_FORBIDDEN', 'HF_AUTH_PASSWORD_CHANGE_REQUIRED'],
  },
  readInvitation: {
    method: 'POST',
    path: '/api/invitations/read',
    access: 'public',
    summary: 'What an invitation is about, for whoever has its link.',
    body: z.object({ token }),
    output: z.object({
      org: z.string(),
      email: z.string(),
      invited_by: z.string().nullable(),
      expires_at: timeSchema,
      /** The address has an account already, which then joins. */
      has_account: z.boolean(),
      /** E-mail address of whoever is signed in with this browser. */
      signed_in_as: z.string().nullable(),
    }),
    errors: [
      'HF_INVITATION_UNKNOWN',
      'HF_INVITATION_EXPIRED',
      'HF_INVITATION_USED',
      'HF_INVITATION_REVOKED',
      'HF_AUTH_TOO_MANY_ATTEMPTS',
    ],
  },
  acceptInvitation: {
    method: 'POST',
    path: '/api/invitations/accept',
    access: 'public',
    summary:
      'Join: with a name and a new password, with the password of the account that there is, or signed in as it. Sets the session cookie.',
    body: z.object({
      token,
      display_name: displayName.optional(),
      password: z.string().min(1).max(1024).optional(),
    }),
    output: sessionSchema,
    errors: [
      'HF_INVITATION_UNKNOWN',
      'HF_INVITATION_EXPIRED',
      'HF_INVITATION_USED',
      'HF_INVITATION_REVOKED',
      'HF_INVITATION_SIGN_IN_REQUIRED',
      'HF_INVITATION_OTHER_ACCOUNT',
      'HF_AUTH_INVALID_CREDENTIALS',
      'HF_AUTH_PASSWORD_TOO_WEAK',
      'HF_AUTH_TOO_MANY_ATTEMPTS',
    ],
  },
});
