import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { Toasts } from '../feedback/toasts.tsx';
import { cssVariables } from './css-variables.ts';
import { theme } from './theme.ts';

/** Puts the platform's look around an application. The shell does this once; pages and blocks need not. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      {children}
      <Toasts />
    </MantineProvider>
  );
}
