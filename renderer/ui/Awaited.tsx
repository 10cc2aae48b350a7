import { CircleHelp } from 'lucide-react';

import { EmptyState } from './EmptyState.tsx';
import { errorCode } from './error-code.ts';
import { ErrorState, type ErrorStateProps } from './ErrorState.tsx';
import { Skeleton } from './Skeleton.tsx';

export interface AwaitedProps extends ErrorStateProps {
  /** What was asked for; undefined until it has come. */
  readonly data: unknown;
  /** Of the bar in its place, in `ch`. */
  readonly width?: number;
  /** What is said where there is no such thing; an error by default. */
  readonly gone?: { readonly title: string; readonly text: string };
}

/** In the place of what has not come yet: a bar, or why it does not come. */
export function Awaited({ data, width = 40, gone, error, ...state }: AwaitedProps) {
  if (data !== undefined) return null;
  if (error === undefined) return <Skeleton width={width} />;
  if (gone === undefined || errorCode(error) !== 'not-found') return <ErrorState error={error} {...state} />;
  return (
    <EmptyState icon={CircleHelp} title={gone.title}>
      {gone.text}
    </EmptyState>
  );
}
