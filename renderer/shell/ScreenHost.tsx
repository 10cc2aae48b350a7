import { Compass } from 'lucide-react';
import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from 'react';

import { navigate } from '../data/location-state.ts';
import { screens } from '../screens/index.ts';
import type { Screen } from '../screens/screen.ts';
import { commonText } from '../text/common.ts';
import { shellText } from '../text/shell.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureBoundary } from './FailureBoundary.tsx';

const components: ReadonlyMap<string, LazyExoticComponent<ComponentType>> = new Map(
  screens.map((screen) => [screen.id, lazy(screen.load)]),
);

/** The screen of the address; a failure stays inside it. */
export function ScreenHost({ screen }: { readonly screen: Screen | undefined }) {
  const Content = screen === undefined ? undefined : components.get(screen.id);
  if (screen === undefined || Content === undefined) {
    return (
      <EmptyState
        icon={Compass}
        title={shellText.screenUnknown}
        action={<Button onClick={() => navigate('/')}>{shellText.goToStart}</Button>}
      >
        {shellText.screenUnknownHint}
      </EmptyState>
    );
  }
  return (
    <FailureBoundary key={screen.id} title={shellText.screenFailed}>
      <title>{`${screen.title} · ${commonText.product}`}</title>
      <Suspense fallback={<span className="visually-hidden">{shellText.screenLoading}</span>}>
        <Content />
      </Suspense>
    </FailureBoundary>
  );
}
