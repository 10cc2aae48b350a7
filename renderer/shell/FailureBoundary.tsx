import { Component, type ReactNode } from 'react';

import { ErrorState } from '../ui/ErrorState.tsx';

export interface FailureBoundaryProps {
  readonly title: string;
  readonly children: ReactNode;
}

interface FailureState {
  readonly error: unknown;
  readonly hasFailed: boolean;
}

/** Shows what went wrong in place of what failed, and can try it again. React offers this to classes only. */
export class FailureBoundary extends Component<FailureBoundaryProps, FailureState> {
  override readonly state: FailureState = { error: undefined, hasFailed: false };

  static getDerivedStateFromError(error: unknown): FailureState {
    return { error, hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <ErrorState
        title={this.props.title}
        error={this.state.error}
        onRetry={() => this.setState({ error: undefined, hasFailed: false })}
      />
    );
  }
}
