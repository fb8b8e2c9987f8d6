import { Icon, type IconName, Menu, UnstyledButton, useMantineColorScheme } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { useSignOut } from '../session/use-sign-out.ts';
import { useShell } from './shell-context.ts';

/** Who is signed in, their account, the look, and the way out. */
export function UserMenu() {
  const { user } = useShell().session;
  const signOut = useSignOut();
  const name = user.display_name || user.email;
  return (
    <Menu position="top-start" width={228}>
      <Menu.Target>
        <UnstyledButton className="hf-user" aria-label={`Your account: ${name}`}>
          <span className="hf-avatar" aria-hidden="true">
            {toInitials(name)}
          </span>
          <span className="hf-user-text">
            <span className="hf-user-name">{name}</span>
            {user.display_name ? <span className="hf-user-mail">{user.email}</span> : null}
          </span>
          <Icon name="chevrons-up-down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" leftSection={<Icon name="user" size={15} />}>
          Account
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/docs"
          target="_blank"
          leftSection={<Icon name="book-open" size={15} />}
        >
          API reference
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <div className="hf-theme-switch">
          <ThemeSwitch />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="log-out" size={15} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const themes: readonly {
  readonly value: 'light' | 'dark' | 'auto';
  readonly label: string;
  readonly icon: IconName;
}[] = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'auto', label: 'As the system', icon: 'monitor' },
];

function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className="hf-choice" aria-label="Theme">
      {themes.map(({ value, label, icon }) => (
        <button
          key={value}
          type="button"
          title={label}
          aria-label={label}
          aria-pressed={colorScheme === value}
          onClick={() => setColorScheme(value)}
        >
          <Icon name={icon} size={14} />
        </button>
      ))}
    </fieldset>
  );
}

function toInitials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => word.charAt(0));
  return letters.join('').toUpperCase();
}
