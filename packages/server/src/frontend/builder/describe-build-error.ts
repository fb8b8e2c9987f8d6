import { realpathSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { z } from 'zod';
import type { PluginJob } from './job.ts';

const singleErrorSchema = z.object({
  message: z.string(),
  id: z.string().optional(),
  loc: z.object({ file: z.string().optional(), line: z.number(), column: z.number() }).optional(),
  frame: z.string().optional(),
});
type SingleError = z.infer<typeof singleErrorSchema>;

const severalErrorsSchema = z.object({ errors: z.array(singleErrorSchema).min(1) });

/** Vite and Rolldown throw one error that may hold many; each becomes a diagnostic with its place in the plugin. */
export function describeBuildError(error: unknown, job: PluginJob): Diagnostic[] {
  const several = severalErrorsSchema.safeParse(error);
  if (several.success) return several.data.errors.map((each) => describeError(each, job));
  const single = singleErrorSchema.safeParse(error);
  const fallback = { message: error instanceof Error ? error.message : String(error) };
  return [describeError(single.success ? single.data : fallback, job)];
}

function describeError(error: SingleError, job: PluginJob): Diagnostic {
  const file = error.loc?.file ?? error.id ?? readDrawnFile(error.message);
  const place = {
    plugin: job.slug,
    file: file ? relativeToRoot(file, job.root) : job.entry,
    ...(error.loc && { line: error.loc.line, column: error.loc.column + 1 }),
  };
  return createDiagnostic('HF_FRONTEND_BUILD_FAILED', place, {
    plugin: job.slug,
    reason: firstLine(error.message),
  });
}

function relativeToRoot(file: string, root: string): string {
  const plain = file.replace(/[?#].*$/s, '');
  const base = path.isAbsolute(plain) ? realpathSync(root) : root;
  const relative = path.relative(base, path.resolve(base, plain));
  return relative.startsWith('..') ? path.basename(plain) : relative;
}

/** The transformer gives line and column but no file; that stands only in its drawing: `[ src/page.tsx:2:25 ]`. */
function readDrawnFile(message: string): string | undefined {
  const drawn = /\[ (.+?):\d+:\d+ \]/.exec(stripVTControlCharacters(message))?.[1];
  return drawn && path.resolve(drawn);
}

/** The rest of such a message is a drawing of the code, coloured for a terminal. */
function firstLine(message: string): string {
  const plain = stripVTControlCharacters(message);
  return (
    plain
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? plain
  );
}
