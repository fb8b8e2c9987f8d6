/** Shows the steps of a start to whoever watches. */
export interface Progress {
  /** Runs a step and says when it is done, or that it failed. */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/** Nobody watches: what matters is in the log. */
export const silentProgress: Progress = { step: (_, work) => work() };

const NAME_WIDTH = 14;

/** One line a step, as the set-up before it prints them: mark, name, time. */
export function createLineProgress(write: (line: string) => void): Progress {
  return {
    step: async (name, work) => {
      const started = performance.now();
      const finish = (mark: string) => {
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        write(`  ${mark} ${name.padEnd(NAME_WIDTH)}${`${seconds} s`.padStart(8)}`);
      };
      try {
        const result = await work();
        finish('✓');
        return result;
      } catch (error) {
        finish('✗');
        throw error;
      }
    },
  };
}
