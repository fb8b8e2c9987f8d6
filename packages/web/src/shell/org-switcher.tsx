import { Icon, Menu, notifyError, UnstyledButton } from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { authClient } from '../api/clients.ts';
import { startSession } from '../session/start-session.ts';
import { useShell } from './shell-context.ts';

/** The organisation that is worked in; a menu for those who belong to several. */
export function OrgSwitcher() {
  const { org, orgs } = useShell().session;
  const change = useSwitchOrg();
  if (!org) return null;
  if (orgs.length < 2) return <div className="hf-org">{<OrgFace name={org.name} />}</div>;
  return (
    <Menu position="bottom-start" width={228}>
      <Menu.Target>
        <UnstyledButton className="hf-org" data-clickable aria-label={`Organisation: ${org.name}`}>
          <OrgFace name={org.name} />
          <Icon name="chevrons-up-down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organisations</Menu.Label>
        {orgs.map((candidate) => (
          <Menu.Item
            key={candidate.id}
            rightSection={candidate.id === org.id ? <Icon name="check" size={14} /> : null}
            onClick={() => candidate.id !== org.id && change.mutate(candidate.id)}
          >
            {candidate.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function OrgFace({ name }: { readonly name: string }) {
  return (
    <>
      <span className="hf-org-mark" aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="hf-org-name">{name}</span>
    </>
  );
}

function useSwitchOrg() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (org_id: string) => authClient.switchOrg({ body: { org_id } }),
    onSuccess: (session) => {
      startSession(client, session);
      void navigate('/');
    },
    onError: (error) => notifyError(error, 'The organisation could not be changed'),
  });
}
