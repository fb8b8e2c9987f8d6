import '@mantine/core/styles.layer.css';
import './styles.css';

export {
  ActionIcon,
  Alert,
  Anchor,
  Avatar,
  Badge,
  Box,
  Button,
  Center,
  Checkbox,
  Code,
  CopyButton,
  Divider,
  Drawer,
  Grid,
  Group,
  Indicator,
  Loader,
  Menu,
  Modal,
  PasswordInput,
  Popover,
  Progress,
  ScrollArea,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Switch,
  Tabs,
  Text,
  Textarea,
  TextInput,
  Title,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
export { useDebouncedValue, useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
export { Fields, type FieldsProps } from './display/fields.tsx';
export { Icon, type IconProps } from './display/icon.tsx';
export type { IconName } from './display/icons.ts';
export { Kpi, type KpiProps, KpiRow } from './display/kpi.tsx';
export { Status, type StatusProps, type Tone } from './display/status.tsx';
export { describeError, type ErrorDescription } from './feedback/describe-error.ts';
export { EmptyState } from './feedback/empty-state.tsx';
export { ErrorBoundary, type ErrorBoundaryProps } from './feedback/error-boundary.tsx';
export { ErrorState, type ErrorStateProps } from './feedback/error-state.tsx';
export { ForbiddenState, type ForbiddenStateProps } from './feedback/forbidden-state.tsx';
export { LoadError } from './feedback/load-error.ts';
export { notifyError, notifySuccess } from './feedback/notify.ts';
export { PreparingState, type PreparingStateProps } from './feedback/preparing-state.tsx';
export { State, type StateProps } from './feedback/state.tsx';
export * from './format/format.ts';
export { Card, type CardProps } from './layout/card.tsx';
export { DataAsOf } from './layout/data-as-of.tsx';
export { Page, type PageProps } from './layout/page.tsx';
export { ScrollRegion, type ScrollRegionProps } from './layout/scroll-region.tsx';
export { UiProvider } from './theme/ui-provider.tsx';
