import { useMemo, useState } from 'react';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { scansText } from '#renderer/text/scans.ts';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';

import { LiveScans } from './LiveScans.tsx';
import { scanColumns, type ScanRoom } from './scan-columns.tsx';
import { readScanParams } from './scan-params.ts';
import { ScanHistory } from './ScanHistory.tsx';
import { ScanPanel } from './ScanPanel.tsx';

const rowKey = (row: ScanEventRow): string => row.scanId;

type View = 'live' | 'history';

const views = [
  { value: 'live', label: scansText.live },
  { value: 'history', label: scansText.history },
] as const;

const select = (scan: string | undefined): void => setParams({ scan }, { replace: true });
const setView = (view: View): void =>
  setParams(
    view === 'history' ? { view } : { view: undefined, range: undefined, from: undefined, to: undefined },
  );

const minWidths: Readonly<Record<ScanRoom, string>> = { all: '82rem', most: '72rem', few: '48rem' };

function useRoom(hasPanel: boolean): ScanRoom {
  const isSmall = useMedia('(max-width: 105rem)');
  if (isSmall) return hasPanel ? 'few' : 'most';
  return hasPanel ? 'most' : 'all';
}

/** Every scan: the live stream, or the history of a range, with one of them in full beside it. */
export function ScansScreen() {
  const { params: all } = useLocationState();
  const params = useMemo(() => readScanParams(all), [all]);
  const sites = useLive('sites.live', {}).byKey;
  const room = useRoom(params.scan !== undefined);
  const columns = useMemo(() => scanColumns(sites, room), [sites, room]);
  // A selected scan is kept: it stays in view beside the list when newer ones push it out.
  const [kept, setKept] = useState<ScanEventRow>();
  const viewSwitch = (
    <SegmentedControl<View>
      label={scansText.view}
      value={params.isHistory ? 'history' : 'live'}
      options={views}
      onChange={setView}
    />
  );
  const List = params.isHistory ? ScanHistory : LiveScans;
  return (
    <SplitView
      side={params.scan !== undefined && <ScanPanel scanId={params.scan} kept={kept} sites={sites} />}
    >
      <List
        params={params}
        columns={columns}
        rowKey={rowKey}
        onSelect={select}
        onFound={setKept}
        viewSwitch={viewSwitch}
        minWidth={minWidths[room]}
      />
    </SplitView>
  );
}
