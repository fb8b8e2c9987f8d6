import type { CSSProperties, ReactNode } from 'react';

export interface CardProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  /** Buttons or links at the right of the title. */
  readonly actions?: ReactNode;
  /** `none` for tables and lists that run to the edge. */
  readonly padding?: 'normal' | 'none';
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly children?: ReactNode;
}

/** A surface that groups what belongs together. */
export function Card({
  title,
  description,
  actions,
  padding = 'normal',
  className,
  style,
  children,
}: CardProps) {
  const header = title !== undefined || actions !== undefined;
  return (
    <section className={className ? `hf-card ${className}` : 'hf-card'} data-padding={padding} style={style}>
      {header ? (
        <header className="hf-card-header">
          <div className="hf-card-heading">
            <h2 className="hf-card-title">{title}</h2>
            {description ? <div className="hf-card-description">{description}</div> : null}
          </div>
          {actions ? <div className="hf-card-actions">{actions}</div> : null}
        </header>
      ) : null}
      <div className="hf-card-body">{children}</div>
    </section>
  );
}
