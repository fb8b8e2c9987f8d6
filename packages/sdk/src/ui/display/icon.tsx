import type { LucideProps } from 'lucide-react';
import { type IconName, icons } from './icons.ts';

export interface IconProps extends Omit<LucideProps, 'name' | 'ref'> {
  readonly name: IconName;
}

/** One icon of the platform's set, drawn in the colour of the text around it. Decorative unless it has a label. */
export function Icon({ name, size = 16, strokeWidth = 1.75, ...props }: IconProps) {
  const Glyph = icons[name];
  const hidden = props['aria-label'] ? {} : { 'aria-hidden': true as const };
  return <Glyph size={size} strokeWidth={strokeWidth} {...hidden} {...props} />;
}
