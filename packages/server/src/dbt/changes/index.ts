export { BuildPlan } from './build-plan.ts';
export { type BuiltNode, type BuiltNodes, loadBuiltNodes, saveBuiltNodes } from './built-nodes.ts';
