import { CSPProvider } from '@base-ui/react/csp-provider';

import type { EngineClient } from '#shared/contract/client.ts';

import { EngineProvider } from '../data/EngineProvider.tsx';
import { TipLayer } from '../ui/TipLayer.tsx';
import { ToastRegion } from '../ui/ToastRegion.tsx';
import { Shell } from './Shell.tsx';

export interface AppProps {
  readonly client: EngineClient;
}

/** The whole page over one engine. */
export function App({ client }: AppProps) {
  return (
    <CSPProvider disableStyleElements>
      <EngineProvider client={client}>
        <ToastRegion>
          <Shell />
          <TipLayer />
        </ToastRegion>
      </EngineProvider>
    </CSPProvider>
  );
}
