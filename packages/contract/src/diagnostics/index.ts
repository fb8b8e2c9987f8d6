export { createDiagnostic, type Diagnostic, type DiagnosticPlace, diagnosticSchema } from './diagnostic.ts';
