import type { PluginPlan } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { Fold } from './fold.tsx';

/** SQL that runs on the plugin's own tables. */
export function PlanMigrations({ migrations }: Pick<PluginPlan, 'migrations'>) {
  if (migrations.length === 0) return null;
  const undoes = migrations.some(({ direction }) => direction === 'down');
  return (
    <Card
      title="Changes to its tables"
      description={
        undoes
          ? 'These undo what a newer version made; rows in what goes are lost.'
          : 'SQL that runs in one transaction with everything else: all of it, or nothing.'
      }
      padding="none"
    >
      {migrations.map(({ file, sql, direction }) => (
        <Fold
          key={file}
          title={<code className="hf-code">{file}</code>}
          note={direction === 'up' ? 'SQL' : 'Undo'}
        >
          <pre className="hf-sql">{sql.trim()}</pre>
        </Fold>
      ))}
    </Card>
  );
}
