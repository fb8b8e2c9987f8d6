import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { LoadError } from './load-error.ts';

export interface ErrorBoundaryProps {
  /** What broke, in the reader's words: `This page`. */
  readonly what: string;
  readonly size?: 'page' | 'inline';
  /** Also called by "Try again", before the content is drawn anew. */
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

/** Keeps the failure of one page or block from taking the rest of the screen with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error: error ?? new Error('Something went wrong.') };
  }

  readonly retry = (): void => {
    this.props.onRetry?.();
    this.setState({ error: undefined });
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const { what, size = 'inline' } = this.props;
    return (
      <ErrorState
        error={error}
        title={`${what} ${error instanceof LoadError ? 'could not be loaded' : 'stopped working'}`}
        size={size}
        onRetry={this.retry}
      />
    );
  }
}
