import { describeError, Text, useDebouncedValue } from '@honeyframe/sdk/ui';
import { type ScheduleForm, toTiming } from './schedule-form.ts';
import { usePreviewQuery } from './schedule-queries.ts';
import { formatInZone } from './schedule-words.ts';
import './schedule-preview.css';

const TYPING_MS = 250;

/** The next five times, on the schedule's clocks and the reader's, or what is wrong. */
export function SchedulePreview({ form }: { readonly form: ScheduleForm }) {
  const timing = toTiming(form);
  // By value: each keystroke makes a new object.
  const [settled] = useDebouncedValue(JSON.stringify(timing), TYPING_MS);
  const { data, error } = usePreviewQuery(JSON.parse(settled));
  if (timing.kind === 'on_success' || timing.kind === 'on_import') return null;
  if (error) {
    return (
      <Text size="sm" c="red" role="alert">
        {describeError(error).message}
      </Text>
    );
  }
  return (
    <div className="hf-preview" aria-live="polite">
      <Text size="sm" fw={550}>
        The next times
      </Text>
      <ol>
        {data?.map(({ at }) => (
          <PreviewedTime key={at} at={at} zone={'timezone' in timing ? timing.timezone : undefined} />
        ))}
      </ol>
    </div>
  );
}

function PreviewedTime({ at, zone }: { readonly at: string; readonly zone: string | undefined }) {
  const here = formatInZone(at, undefined);
  const there = formatInZone(at, zone);
  return (
    <li>
      {there}
      {there === here ? null : <span className="hf-sub">{here} on your clock</span>}
    </li>
  );
}
