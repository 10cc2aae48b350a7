import { ErrorState, type ErrorStateProps } from './ErrorState.tsx';
import { Skeleton } from './Skeleton.tsx';

export interface AwaitedProps extends ErrorStateProps {
  /** What was asked for; undefined until it has come. */
  readonly data: unknown;
  /** Of the bar in its place, in `ch`. */
  readonly width?: number;
}

/** In the place of what has not come yet: a bar, or why it does not come. */
export function Awaited({ data, width = 40, error, ...state }: AwaitedProps) {
  if (data !== undefined) return null;
  return error === undefined ? <Skeleton width={width} /> : <ErrorState error={error} {...state} />;
}
