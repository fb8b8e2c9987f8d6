import { defineProblems } from '../problem.ts';

/** Problems of accounts in an organisation, and of invitations to one. */
export const peopleProblems = defineProblems({
  HF_USER_BEYOND_ORG: {
    status: 403,
    message: "The account '{email}' has rights beyond this organisation.",
    hint: 'Ask a superadmin, or take the person out of this organisation.',
  },
  HF_USER_LAST_SUPERADMIN: {
    status: 409,
    message: 'This would leave the platform without a superadmin.',
    hint: 'Reactivate another superadmin first.',
  },
  HF_INVITATION_PENDING: {
    status: 409,
    message: "'{email}' has been invited already.",
    hint: 'Send that invitation again, or revoke it first.',
  },
  HF_INVITATION_UNKNOWN: {
    status: 404,
    message: 'This invitation link is not valid.',
    hint: 'Open the link of the newest invitation, in full, or ask for another.',
  },
  HF_INVITATION_EXPIRED: {
    status: 410,
    message: 'This invitation has expired.',
    hint: 'Ask whoever invited you to send it again.',
  },
  HF_INVITATION_USED: {
    status: 410,
    message: 'This invitation has been accepted already.',
    hint: 'Sign in with the account that you made then.',
  },
  HF_INVITATION_REVOKED: {
    status: 410,
    message: 'This invitation has been revoked.',
    hint: 'Ask an administrator of the organisation for another.',
  },
  HF_INVITATION_SIGN_IN_REQUIRED: {
    status: 401,
    message: "'{email}' has an account already.",
    hint: 'Enter the password of that account, or sign in with it first.',
  },
  HF_INVITATION_LINK_NEEDED: {
    status: 403,
    message: "An invitation of '{email}' is answered with its link.",
    hint: 'Open the link that you were given: this account was made by one, which does not show whose the address is.',
  },
  HF_INVITATION_OTHER_ACCOUNT: {
    status: 409,
    message: "This invitation is for '{email}', but you are signed in as '{signed_in_as}'.",
    hint: 'Sign out and open the link again.',
  },
  HF_MAIL_FAILED: {
    status: 502,
    message: 'The mail could not be sent: {reason}.',
    hint: 'Check SMTP_URL and SMTP_FROM; hand over the link yourself meanwhile.',
  },
});
