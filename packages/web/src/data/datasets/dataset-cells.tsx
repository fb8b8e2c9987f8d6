import type { Dataset } from '@honeyframe/contract/api';
import { formatDateTime, formatRelative, Icon, Status, Tooltip } from '@honeyframe/sdk/ui';
import { describeQuality, describeState, kindIcons, type StateWord } from './dataset-words.ts';

interface CellProps {
  readonly dataset: Dataset;
}

/** Its name, and what it holds in the words of its author. */
export function DatasetName({ dataset: { name, kind, description } }: CellProps) {
  return (
    <span className="hf-dataset-name">
      <Icon name={kindIcons[kind]} size={15} />
      <span>
        {name}
        {description ? <span className="hf-sub hf-dataset-note">{description}</span> : null}
      </span>
    </span>
  );
}

/** `2 hours ago`, and the time itself on hover; what went wrong comes first. */
export function Freshness({ dataset }: CellProps) {
  const { state, data_as_of } = dataset;
  const word = describeState(dataset);
  const isGood = word.tone === 'good';
  return (
    <>
      {data_as_of ? (
        <Tooltip label={formatDateTime(data_as_of)}>
          <time dateTime={data_as_of}>{formatRelative(data_as_of)}</time>
        </Tooltip>
      ) : null}
      {isGood && data_as_of ? null : (
        <span className={data_as_of ? 'hf-sub' : ''}>
          {state === 'never' && data_as_of ? null : <Word word={word} />}
        </span>
      )}
    </>
  );
}

/** How many of its checks passed. */
export function Quality({ dataset: { tests } }: CellProps) {
  const word = describeQuality(tests);
  if (tests.total === 0) return <span className="hf-dim">{word.label}</span>;
  return <Word word={word} />;
}

export function Word({ word: { label, tone, icon } }: { readonly word: StateWord }) {
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {label}
    </Status>
  );
}
