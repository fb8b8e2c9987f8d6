import type { DbtEngineStatus } from '@honeyframe/contract/api';
import { Alert, Icon, Progress } from '@honeyframe/sdk/ui';

/** Says why nothing can be built at the moment; nothing when it can. */
export function EngineBanner({ engine }: { readonly engine: DbtEngineStatus }) {
  if (engine.state === 'ready') return null;
  const installing = engine.state === 'installing';
  return (
    <Alert
      color={installing ? 'accent' : engine.state === 'failed' ? 'red' : 'honey'}
      icon={<Icon name={installing ? 'download' : 'triangle-alert'} size={18} />}
      title={installing ? 'The build engine is being installed' : 'The build engine is not ready'}
      role={installing ? 'status' : 'alert'}
    >
      {engine.message} {engine.hint}
      {installing ? (
        <Progress
          mt={10}
          size="sm"
          value={(engine.progress ?? 1) * 100}
          animated={engine.progress === null}
          aria-label="Progress of the installation"
        />
      ) : null}
    </Alert>
  );
}
