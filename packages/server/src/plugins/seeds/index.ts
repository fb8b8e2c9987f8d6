export { applySeeds } from './apply-seeds.ts';
export { findAffected } from './find-affected.ts';
export { followDescriptions } from './follow-descriptions.ts';
export { planPermissions } from './plan-permissions.ts';
export { type OrgSeedPlan, type PlanSeedsOptions, planSeeds, type SeedPlan } from './plan-seeds.ts';
export { seedFirst, seedOrgs } from './seed-orgs.ts';
