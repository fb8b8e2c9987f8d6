export { createOrgs, type NewOrg, type OrgSeeder, type Orgs } from './orgs.ts';
export { createUsers, type Users } from './users.ts';
