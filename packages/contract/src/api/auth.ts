import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { emptySchema, idParams, idSchema, timeSchema } from './shapes.ts';

export const userSchema = z.object({
  id: idSchema,
  email: z.string(),
  display_name: z.string(),
  is_superadmin: z.boolean(),
});
export type User = z.infer<typeof userSchema>;

export const orgSchema = z.object({ id: idSchema, slug: z.string(), name: z.string() });
export type Org = z.infer<typeof orgSchema>;

/** Who is signed in, where, and what of it. `org` is the organisation this session works in. */
export const sessionSchema = z.object({
  user: userSchema,
  org: orgSchema.nullable(),
  orgs: z.array(orgSchema),
  must_change_password: z.boolean(),
  expires_at: timeSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const apiTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  prefix: z.string(),
  created_at: timeSchema,
  expires_at: timeSchema.nullable(),
  last_used_at: timeSchema.nullable(),
});

export const authApi = defineApi({
  signIn: {
    method: 'POST',
    path: '/api/auth/sign-in',
    access: 'public',
    summary: 'Sign in with e-mail address and password; sets the session cookie.',
    body: z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1024) }),
    output: sessionSchema,
    errors: ['HF_AUTH_INVALID_CREDENTIALS', 'HF_AUTH_TOO_MANY_ATTEMPTS'],
  },
  signOut: {
    method: 'POST',
    path: '/api/auth/sign-out',
    access: 'signed_in',
    summary: 'End this session.',
    output: emptySchema,
  },
  session: {
    method: 'GET',
    path: '/api/auth/session',
    access: 'signed_in',
    summary: 'Who is signed in, and in which organisation.',
    output: sessionSchema,
  },
  changePassword: {
    method: 'POST',
    path: '/api/auth/password',
    access: 'signed_in',
    summary: 'Change the own password; ends every other session of the account.',
    body: z.object({ current_password: z.string().max(1024), new_password: z.string().max(1024) }),
    output: sessionSchema,
    errors: ['HF_AUTH_INVALID_CREDENTIALS', 'HF_AUTH_PASSWORD_TOO_WEAK'],
  },
  switchOrg: {
    method: 'POST',
    path: '/api/auth/org',
    access: 'signed_in',
    summary: 'Work in another of the own organisations.',
    body: z.object({ org_id: idSchema }),
    output: sessionSchema,
    errors: ['HF_ORG_NOT_FOUND'],
  },
  listTokens: {
    method: 'GET',
    path: '/api/auth/tokens',
    access: 'signed_in',
    summary: 'The own personal access tokens.',
    output: z.object({ tokens: z.array(apiTokenSchema) }),
  },
  createToken: {
    method: 'POST',
    path: '/api/auth/tokens',
    access: 'signed_in',
    summary: 'Create a personal access token; the secret is shown once.',
    body: z.object({
      name: z.string().trim().min(1).max(100),
      expires_in_days: z.number().int().min(1).max(366).nullable().default(90),
    }),
    output: z.object({ token: apiTokenSchema, secret: z.string() }),
    errors: ['HF_AUTH_TOKEN_FORBIDDEN'],
  },
  deleteToken: {
    method: 'DELETE',
    path: '/api/auth/tokens/:id',
    access: 'signed_in',
    summary: 'Revoke a personal access token.',
    params: idParams,
    output: emptySchema,
  },
});
