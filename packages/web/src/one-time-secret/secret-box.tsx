import { Button, CopyButton, Icon } from '@honeyframe/sdk/ui';

interface SecretBoxProps {
  readonly label: string;
  readonly secret: string;
}

/** A secret that is shown this once, with a button that copies it. */
export function SecretBox({ label, secret }: SecretBoxProps) {
  return (
    <div className="hf-secret">
      <div className="hf-secret-label">{label}</div>
      <div className="hf-secret-line">
        <code className="hf-secret-text">{secret}</code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              onClick={copy}
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={13} />}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <div className="hf-secret-note">It is shown only now and cannot be read again.</div>
    </div>
  );
}
