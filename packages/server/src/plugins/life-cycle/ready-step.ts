import type { Diagnostic } from '@honeyframe/contract';
import type { PluginPlan } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';

/** A step with everything loaded and checked that it needs, and nothing written yet. */
export interface ReadyStep {
  readonly plan: PluginPlan;
  /** Warnings for whoever reads the plan, which take too long for the step itself. */
  examine?(): Promise<readonly Diagnostic[]>;
  /**
   * Does it. `record` writes the step's own record, in the step's transaction. Throws PlatformError; then what ran before
   * runs on.
   */
  carryOut(record: (trx: Queries) => Promise<void>): Promise<void>;
  /** Gives up what was prepared; called instead of `carryOut`. */
  discard(): Promise<void>;
}

/** `look` writes nothing; `take` may copy code to where it will run. */
export type StepMode = 'look' | 'take';
