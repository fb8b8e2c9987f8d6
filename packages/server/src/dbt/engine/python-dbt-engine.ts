import type { DbtEngineStatus } from '@honeyframe/contract/api';
import type { PythonEnvironment, PythonEnvironmentState } from '../python-environment/index.ts';
import type { DbtEngine } from './dbt-engine.ts';

/** dbt in the platform's Python environment. */
export class PythonDbtEngine implements DbtEngine {
  readonly #environment: PythonEnvironment;
  readonly #listeners = new Set<() => void>();

  constructor(environment: PythonEnvironment) {
    this.#environment = environment;
  }

  get status(): DbtEngineStatus {
    return describeState(this.#environment.state);
  }

  get bin(): string | undefined {
    const { state } = this.#environment;
    return state.status === 'ready' ? state.bin : undefined;
  }

  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Installs dbt unless it is there; never rejects. Runs that wait begin when it succeeds. */
  async install(signal?: AbortSignal): Promise<void> {
    const state = await this.#environment.install(signal);
    if (state.status !== 'ready') return;
    for (const listener of this.#listeners) listener();
  }
}

function describeState(state: PythonEnvironmentState): DbtEngineStatus {
  const nothing = { hint: '', version: null, progress: null };
  if (state.status === 'ready') {
    const version = state.versions['dbt-core'] ?? null;
    return { ...nothing, state: 'ready', message: `dbt ${version ?? ''} is installed.`, version };
  }
  if (state.status === 'installing') {
    return {
      ...nothing,
      state: 'installing',
      message: `dbt is being installed: ${state.step}.`,
      hint: 'Wait; runs begin by themselves when it is there.',
      progress: Math.min(Math.max(state.percent / 100, 0), 1),
    };
  }
  if (state.status === 'failed') {
    const { message, hint } = state.problem;
    return { ...nothing, state: 'failed', message, hint };
  }
  return {
    ...nothing,
    state: 'missing',
    message: 'dbt is not installed.',
    hint: 'Restart the platform with Python 3.10 or newer and a network connection.',
  };
}
