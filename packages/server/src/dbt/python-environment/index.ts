export { type CreatePythonEnvironmentOptions, createPythonEnvironment } from './create-python-environment.ts';
export type { PythonEnvironment, PythonEnvironmentState } from './python-environment.ts';
