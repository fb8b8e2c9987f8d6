import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';
import { mono, sans } from './fonts.ts';

// Petrol: the one accent. Shade 6 on white has a contrast of 5.4:1, so filled buttons pass WCAG AA.
const accent: MantineColorsTuple = [
  '#e9f6f5',
  '#cfeae8',
  '#a2d8d5',
  '#6fc2be',
  '#43a9a6',
  '#248d8c',
  '#157777',
  '#0f6163',
  '#0c4d50',
  '#083a3d',
];

// Honey: the logo's colour, and the mark of what waits for somebody.
const honey: MantineColorsTuple = [
  '#fff7e3',
  '#fdebc2',
  '#f9d88c',
  '#f3c255',
  '#e9ab2d',
  '#d59312',
  '#b6780a',
  '#925e0b',
  '#744b0f',
  '#5e3d11',
];

const gray: MantineColorsTuple = [
  '#f8f9fa',
  '#f1f4f5',
  '#e6eaec',
  '#d7dde0',
  '#b9c3c9',
  '#909ca4',
  '#66737c',
  '#4a5660',
  '#303a42',
  '#182026',
];

const dark: MantineColorsTuple = [
  '#e3e8eb',
  '#b7c1c8',
  '#8c98a1',
  '#66727b',
  '#37424a',
  '#2a333a',
  '#1f272d',
  '#181f24',
  '#12171c',
  '#0c1013',
];

// Mantine's own tints are muddy in the dark.
function tintOf(color: string, part: string): Record<string, string> {
  return {
    [`--${part}-bg`]: `color-mix(in srgb, var(--mantine-color-${color}-5) 17%, transparent)`,
    [`--${part}-color`]: `light-dark(var(--mantine-color-${color}-8), var(--mantine-color-${color}-3))`,
  };
}

/** Look of the platform: colours, type, radius and density that every page and plugin shares. */
export const theme: MantineThemeOverride = createTheme({
  colors: { accent, honey, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  headings: {
    fontFamily: sans,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'filled' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Badge: {
      defaultProps: { size: 'md', radius: 'sm', variant: 'light', tt: 'none', fw: 550 },
      vars: (
        _: unknown,
        { color = 'accent', variant }: { readonly color?: string; readonly variant?: string },
      ) => ({
        root: variant === 'light' ? tintOf(color, 'badge') : {},
      }),
    },
    Alert: {
      defaultProps: { radius: 'md', variant: 'light' },
      vars: (_: unknown, { color = 'accent' }: { readonly color?: string }) => ({
        root: {
          '--alert-color': `light-dark(var(--mantine-color-${color}-7), var(--mantine-color-${color}-4))`,
        },
      }),
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, fz: 'xs' } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.35, blur: 1 } },
    },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.3 } } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', position: 'bottom-end' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Switch: { defaultProps: { size: 'xs', withThumbIndicator: false } },
    Text: { defaultProps: { size: 'md' } },
  },
});
