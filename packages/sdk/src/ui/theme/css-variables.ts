import type { CSSVariablesResolver } from '@mantine/core';

/**
 * Tokens on top of Mantine's own. `--hf-canvas` lies behind everything, `--hf-surface` under cards and dialogs,
 * `--hf-line` separates; states name what they mean, not a colour.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--hf-sidebar-width': '244px',
    '--hf-header-height': '52px',
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b242b',
    '--mantine-color-dimmed': '#5d6a73',
    '--mantine-color-default-border': '#d9dfe2',
    '--hf-canvas': '#f6f7f8',
    '--hf-sidebar': '#fbfbfc',
    '--hf-surface': '#ffffff',
    '--hf-surface-hover': '#f4f6f7',
    '--hf-surface-sunken': '#f4f6f7',
    '--hf-line': '#e4e8ea',
    '--hf-line-strong': '#d3dade',
    '--hf-accent-text': '#0f6163',
    '--hf-accent-soft': '#e6f3f2',
    '--hf-shadow': '0 1px 2px rgb(20 32 38 / 5%)',
    '--hf-good': '#1b7f4b',
    '--hf-warn': '#a86608',
    '--hf-bad': '#c2352b',
    '--hf-info': '#2b6cb0',
  },
  dark: {
    '--mantine-color-body': '#1a2126',
    '--mantine-color-text': '#e3e8eb',
    '--mantine-color-dimmed': '#94a1aa',
    '--mantine-color-default-border': '#38434b',
    '--mantine-color-default': '#212a30',
    '--mantine-color-default-hover': '#28323a',
    '--hf-canvas': '#12171b',
    '--hf-sidebar': '#151b1f',
    '--hf-surface': '#1a2126',
    '--hf-surface-hover': '#212a30',
    '--hf-surface-sunken': '#151b1f',
    '--hf-line': '#2a343b',
    '--hf-line-strong': '#38434b',
    '--hf-accent-text': '#6fc2be',
    '--hf-accent-soft': '#173536',
    '--hf-shadow': '0 1px 2px rgb(0 0 0 / 30%)',
    '--hf-good': '#4dbb83',
    '--hf-warn': '#e9ab2d',
    '--hf-bad': '#f0776d',
    '--hf-info': '#6aa9e8',
  },
});
