import { defineProblems } from '../problem.ts';

/** Problems of sign-in, sessions, tokens, organisations and permissions. */
export const authProblems = defineProblems({
  HF_AUTH_REQUIRED: {
    status: 401,
    message: 'Sign-in is required.',
    hint: "Sign in, or send a personal access token as 'Authorization: Bearer hf_…'.",
  },
  HF_AUTH_INVALID_CREDENTIALS: {
    status: 401,
    message: 'The e-mail address or the password is wrong.',
    hint: 'Check both and try again, or ask an administrator to reset the password.',
  },
  HF_AUTH_TOO_MANY_ATTEMPTS: {
    status: 429,
    message: 'Too many attempts to sign in.',
    hint: 'Wait {retry_after_seconds} seconds and try again.',
  },
  HF_AUTH_PASSWORD_CHANGE_REQUIRED: {
    status: 403,
    message: 'This account still has a generated password.',
    hint: 'Choose a password of your own first.',
  },
  HF_AUTH_PASSWORD_TOO_WEAK: {
    status: 400,
    message: 'The new password is not strong enough: {reason}.',
    hint: 'Choose at least 12 characters that are not the old password.',
  },
  HF_AUTH_CROSS_SITE: {
    status: 403,
    message: "A request from '{origin}' may not change anything here.",
    hint: 'Open the platform at its own address and repeat the step there.',
  },
  HF_AUTH_TOKEN_FORBIDDEN: {
    status: 403,
    message: 'A personal access token may not do this.',
    hint: 'Sign in with the browser for this step.',
  },
  HF_ORG_NOT_FOUND: {
    status: 404,
    message: "There is no organisation '{org}' that you belong to.",
    hint: 'Choose one of your organisations.',
  },
  HF_ORG_REQUIRED: {
    status: 403,
    message: 'You do not belong to any organisation yet.',
    hint: 'Ask an administrator to add you to one.',
  },
  HF_ACCESS_DENIED: {
    status: 403,
    message: "The permission '{permission}' is missing.",
    hint: 'Ask an administrator of your organisation to grant it.',
  },
  HF_ACCESS_PERMISSION_PENDING: {
    status: 403,
    message: "The permission '{permission}' waits for approval by a superadmin: somebody else owns it.",
    hint: 'Ask a superadmin to approve it on the page Permissions, or let the plugin use a name of its own.',
  },
  HF_ACCESS_UNKNOWN_PERMISSION: {
    status: 400,
    message: "There is no permission '{permission}'.",
    hint: 'Choose one of GET /api/groups/permission-types.',
  },
  HF_ACCESS_LAST_ADMIN: {
    status: 409,
    message: 'This would leave the organisation without an administrator.',
    hint: 'Make somebody else an administrator first.',
  },
  HF_ACCESS_GROUP_PROTECTED: {
    status: 409,
    message: "The group '{group}' belongs to the platform and cannot be changed this way.",
    hint: 'Create a group of your own for different permissions.',
  },
});
