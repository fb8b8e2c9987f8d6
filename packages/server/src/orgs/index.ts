export { createInvitationAcceptance } from './invitation-acceptance.ts';
export { createInvitations } from './invitations.ts';
export { keepAdminLeft } from './last-admin.ts';
export { createOrgs, type NewOrg, type OrgSeeder, type Orgs } from './orgs.ts';
export { createOwnInvitations } from './own-invitations.ts';
export { bindPeopleRoutes } from './people.routes.ts';
export { createUsers, type Users } from './users.ts';
