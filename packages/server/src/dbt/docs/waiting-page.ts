/** What a reader sees until dbt's own page is there, or of why it could not be made. It loads itself again. */
export function createWaitingPage(workspace: string, problem: string | null): string {
  const name = escapeHtml(workspace);
  const text =
    problem === null
      ? `dbt writes the documentation of ${name}. This takes some seconds; it opens by itself.`
      : `The documentation of ${name} was not made: ${escapeHtml(problem)} It is tried again.`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Documentation of ${name}</title>
<style>body { font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem }</style>
<p role="status">${text}</p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
