import type { DbtRun } from '@honeyframe/contract/api';
import { Button, EmptyState, ErrorState, Icon, Skeleton } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { dbtClient } from '../../api/clients.ts';
import { isLive } from './run-words.ts';
import type { LogLine } from './use-run-stream.ts';

interface RunLogProps {
  readonly run: DbtRun;
  readonly lines: readonly LogLine[];
}

/** What the build wrote: line by line while it runs, as one text afterwards. */
export function RunLog({ run, lines }: RunLogProps) {
  return isLive(run.state) ? <LiveLog lines={lines} /> : <StoredLog run={run} />;
}

function LiveLog({ lines }: { readonly lines: readonly LogLine[] }) {
  const frame = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the view, unless the reader scrolled up.
  useEffect(() => {
    if (follows.current) frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, [lines]);
  if (lines.length === 0) return <EmptyState icon="file-text" title="Nothing written yet" />;
  return (
    <pre
      className="hf-log"
      ref={frame}
      role="log"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
    >
      {lines.map(({ seq, at, level, line }) => (
        <div key={seq} data-level={level}>
          <span className="hf-log-time">{new Date(at).toLocaleTimeString()}</span>
          {line}
        </div>
      ))}
    </pre>
  );
}

function StoredLog({ run }: { readonly run: DbtRun }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['dbt', 'log', run.id],
    queryFn: async ({ signal }) => (await dbtClient.getLog({ params: { id: run.id }, signal })).text(),
  });
  if (error)
    return <ErrorState error={error} title="The log could not be loaded" onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={240} />;
  if (data === '') return <EmptyState icon="file-text" title="This build wrote no log" />;
  return (
    <div className="hf-log-frame">
      <Button
        component="a"
        href={`/api/dbt/runs/${run.id}/log`}
        download={`build-${run.id}.log`}
        size="xs"
        variant="default"
        className="hf-log-download"
        leftSection={<Icon name="download" size={13} />}
      >
        Download
      </Button>
      <pre className="hf-log">{data}</pre>
    </div>
  );
}
