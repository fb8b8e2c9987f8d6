import type { PluginSummary } from '@honeyframe/contract/api';
import { Icon, type IconName } from '@honeyframe/sdk/ui';

type Diagnostic = PluginSummary['diagnostics'][number];

const icons: Readonly<Record<Diagnostic['severity'], IconName>> = {
  error: 'circle-x',
  warning: 'triangle-alert',
  info: 'info',
};

/** Findings about a plugin's files: what is wrong, where, and what to do. Errors first. */
export function DiagnosticList({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  const order = ['error', 'warning', 'info'];
  const sorted = diagnostics.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <ul className="hf-diagnostics">
      {sorted.map((diagnostic) => (
        <li
          key={`${diagnostic.code} ${diagnostic.file} ${diagnostic.line} ${diagnostic.column} ${diagnostic.message}`}
          data-severity={diagnostic.severity}
        >
          <Icon name={icons[diagnostic.severity]} size={16} aria-label={diagnostic.severity} />
          <div>
            <div className="hf-diagnostic-message">{diagnostic.message}</div>
            <div className="hf-diagnostic-hint">{diagnostic.hint}</div>
            <div className="hf-diagnostic-place">
              {diagnostic.file}:{diagnostic.line}:{diagnostic.column} · {diagnostic.code}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
