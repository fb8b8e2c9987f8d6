import { catalogue, type Problem } from '@honeyframe/contract/errors';
import { code, prose, type ReferencePage, renderPage, renderTable } from './page.ts';

const introduction = `Every problem has a code that does not change, one sentence and one hint. Values in braces are filled in.
A problem that is *thrown* at a request is answered with its HTTP status and this JSON:

\`\`\`json
{ "code": "HF_…", "message": "…", "hint": "…", "context": {}, "request_id": "…" }
\`\`\`

One that is *collected* is a diagnostic about somebody's input, with file, line and column, on the Plugins page and in
\`honeyframe plugin validate\`. Only those of severity error keep a plugin from loading.`;

/** One section an area: the second part of the code. */
export const errorsPage: ReferencePage = {
  file: 'errors.md',
  render: () => {
    const entries = Object.entries<Problem>(catalogue);
    const areas = Map.groupBy(entries, ([name]) => name.split('_')[1] ?? '');
    const sections = [...areas]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([area, problems]) => `## HF_${area}\n\n${renderProblems(problems)}`);
    return renderPage('Errors and diagnostics', introduction, ...sections);
  },
};

function renderProblems(problems: readonly (readonly [string, Problem])[]): string {
  const rows = problems
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, problem]) => [
      code(name),
      describeKind(problem),
      prose(problem.message),
      prose(problem.hint),
    ]);
  return renderTable(['code', 'kind', 'message', 'what to do'], rows);
}

function describeKind({ status, severity }: Problem): string {
  return status === undefined ? (severity ?? 'error') : `HTTP ${status}`;
}
