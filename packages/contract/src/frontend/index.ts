export {
  type BlockContribution,
  type Bundle,
  blockContributionSchema,
  bundleFileSchema,
  bundleSchema,
  type PageContribution,
  pageContributionSchema,
} from './bundle.ts';
export { isSharedModule, type SharedModule, sharedModules } from './shared-modules.ts';
