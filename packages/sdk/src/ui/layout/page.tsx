import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { Icon } from '../display/icon.tsx';
import { DataAsOf } from './data-as-of.tsx';

export interface PageProps {
  readonly title: string;
  /** A line under the title: what the page is for, or what is on it. */
  readonly description?: ReactNode;
  /** Buttons at the right of the title; the most important last. */
  readonly actions?: ReactNode;
  /** Badges beside the title. */
  readonly badge?: ReactNode;
  /** When the data shown was built: ISO time, or null before the first build. Left out: no chip. */
  readonly dataAsOf?: string | null | undefined;
  /** The page above this one. `to` is an absolute address of the shell. */
  readonly back?: { readonly label: string; readonly to: string };
  /** `full` uses the whole width; `reading` suits forms and texts. */
  readonly width?: 'full' | 'reading';
  readonly children: ReactNode;
}

/** The frame of every page: one header in one place, then the content. */
export function Page({ title, back, width = 'full', children, ...header }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Honeyframe`;
  }, [title]);
  return (
    <div className="hf-page" data-width={width}>
      {back ? (
        <Link to={back.to} className="hf-page-back">
          <Icon name="chevron-left" size={14} />
          {back.label}
        </Link>
      ) : null}
      <PageHeader title={title} {...header} />
      <div className="hf-page-body">{children}</div>
    </div>
  );
}

function PageHeader({
  title,
  description,
  actions,
  badge,
  dataAsOf,
}: Pick<PageProps, 'title' | 'description' | 'actions' | 'badge' | 'dataAsOf'>) {
  return (
    <header className="hf-page-header">
      <div className="hf-page-heading">
        <div className="hf-page-title-row">
          <h1 className="hf-page-title">{title}</h1>
          {badge}
        </div>
        {description ? <div className="hf-page-description">{description}</div> : null}
      </div>
      <div className="hf-page-aside">
        {dataAsOf === undefined ? null : <DataAsOf at={dataAsOf} />}
        {actions}
      </div>
    </header>
  );
}
