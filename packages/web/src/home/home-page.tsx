import { Page } from '@honeyframe/sdk/ui';

export function HomePage() {
  return (
    <Page title="Home">
      <p>Home</p>
    </Page>
  );
}
