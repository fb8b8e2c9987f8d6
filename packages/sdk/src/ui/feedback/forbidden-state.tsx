import { State } from './state.tsx';

export interface ForbiddenStateProps {
  /** What is closed: `Patient 360`. */
  readonly what?: string;
  /** The permissions that are missing. */
  readonly missing: readonly string[];
  /** What they allow, by name, where that is known. */
  readonly descriptions?: Readonly<Record<string, string>>;
  /** People who can grant them. */
  readonly grantedBy?: readonly string[];
  readonly size?: 'page' | 'inline';
}

/** Says which permission is missing and who can grant it. */
export function ForbiddenState({
  what,
  missing,
  descriptions = {},
  grantedBy = [],
  size = 'page',
}: ForbiddenStateProps) {
  return (
    <State
      icon="lock"
      tone="warn"
      size={size}
      title={what ? `You can’t open ${what}` : 'You can’t open this'}
    >
      <MissingPermissions missing={missing} descriptions={descriptions} />
      <p>{whoCanGrant(grantedBy)}</p>
    </State>
  );
}

type MissingPermissionsProps = Pick<Required<ForbiddenStateProps>, 'missing' | 'descriptions'>;

function MissingPermissions({ missing, descriptions }: MissingPermissionsProps) {
  if (missing.length === 0) return <p>Your account has no access to it.</p>;
  return (
    <p>
      {missing.length === 1 ? 'It needs the permission ' : 'It needs one of these permissions: '}
      {missing.map((permission, index) => (
        <span key={permission}>
          {index > 0 ? ', ' : null}
          <code className="hf-code">{permission}</code>
          {descriptions[permission] ? ` (${withoutFullStop(descriptions[permission])})` : null}
        </span>
      ))}
      .
    </p>
  );
}

/** The sentence goes on after it. */
function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}

function whoCanGrant(people: readonly string[]): string {
  if (people.length === 0) return 'Ask an administrator of your organisation to grant it.';
  const shown = people.slice(0, 3);
  const more = people.length - shown.length;
  const names = more > 0 ? [...shown, `${more} more`] : shown;
  return `${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)} can grant it to you.`;
}
