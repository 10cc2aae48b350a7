import { Compass } from 'lucide-react';
import { lazy, type ReactElement, Suspense } from 'react';

import { useAlertCounts } from '../alerts/use-alerts.ts';
import { navigate } from '../data/location-state.ts';
import { screens } from '../screens/index.ts';
import type { Screen } from '../screens/screen.ts';
import { commonText } from '../text/common.ts';
import { shellText } from '../text/shell.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureBoundary } from './FailureBoundary.tsx';
import styles from './ScreenHost.module.css';

const contents: ReadonlyMap<string, ReactElement> = new Map(
  screens.map((screen) => {
    const Content = lazy(screen.load);
    return [screen.id, <Content key={screen.id} />];
  }),
);

/** The screen of the address; a failure stays inside it. */
export function ScreenHost({ screen }: { readonly screen: Screen | undefined }) {
  if (screen === undefined) {
    return (
      <>
        <h1 className="visually-hidden">{shellText.screenUnknown}</h1>
        <EmptyState
          icon={Compass}
          title={shellText.screenUnknown}
          action={<Button onClick={() => navigate('/')}>{shellText.goToStart}</Button>}
        >
          {shellText.screenUnknownHint}
        </EmptyState>
      </>
    );
  }
  return (
    <FailureBoundary key={screen.id} title={shellText.screenFailed}>
      <PageTitle title={screen.title} />
      <Suspense fallback={<p className={styles['loading']}>{shellText.screenLoading}</p>}>
        {contents.get(screen.id)}
      </Suspense>
    </FailureBoundary>
  );
}

/** The title of the window; the alerts nobody has acknowledged stand in front, to be seen on a tab. */
function PageTitle({ title }: { readonly title: string }) {
  const { waiting } = useAlertCounts();
  return <title>{`${waiting === 0 ? '' : `(${waiting}) `}${title} · ${commonText.product}`}</title>;
}
