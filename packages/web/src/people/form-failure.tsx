import { Alert, describeError } from '@honeyframe/sdk/ui';

/** Why a form was refused, above its fields. */
export function FormFailure({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" role="alert">
      {message} {hint}
    </Alert>
  );
}
