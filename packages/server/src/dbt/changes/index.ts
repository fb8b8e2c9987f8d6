export { BuildPlan } from './build-plan.ts';
export { type BuiltNode, type BuiltNodes, BuiltNodesStore } from './built-nodes.ts';
