import { CircleHelp, Download, Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';

import { type ExportedChart, fileNameOf, seriesCsv } from '#renderer/charts/series-csv.ts';
import { saveText } from '#renderer/charts/save-text.ts';
import { type FixedRange, fixedParams, readRange } from '#renderer/charts/time-range.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { formatDay } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { ChartStack, type ShownCharts } from './ChartStack.tsx';
import { readCompare } from './compare.ts';
import { LatestValues } from './LatestValues.tsx';
import { RangeBar } from './RangeBar.tsx';
import { type SensorItem, sortTypes } from './sensor-items.ts';
import { SensorSubtitle } from './SensorSubtitle.tsx';

export interface SensorPanelProps {
  readonly sensorId: string;
  readonly items: readonly SensorItem[];
  readonly params: Readonly<Record<string, string>>;
}

const close = (): void => setParams({ sensor: undefined, type: undefined, compare: undefined });
const onFixed = (fixed: FixedRange): void => setParams(fixedParams(fixed));
const onWhole = (): void => setParams({ from: undefined, to: undefined });

/** One sensor: what it says now, and what it said over time. */
export function SensorPanel({ sensorId, items, params }: SensorPanelProps) {
  const clock = usePageClock();
  const item = items.find((each) => each.row.sensorId === sensorId);
  const range = readRange(params);
  const compared = readCompare(params['compare'], { items, sensorId });
  const [charts] = useState<ShownCharts>(() => new Map());
  const latest = item?.row.latest;
  const types = useMemo(() => sortTypes(latest?.map((value) => value.type) ?? []), [latest]);
  if (item === undefined) return <UnknownSensor sensorId={sensorId} />;
  const timeZone = item.site?.timeZone ?? clock.timeZone;
  const only = types.find((type) => type === params['type']);
  const shownTypes = only === undefined ? types : [only];
  const isTable = params['as'] === 'table';
  return (
    <Panel
      title={item.title}
      subtitle={<SensorSubtitle item={item} />}
      onClose={close}
      actions={<PanelActions item={item} timeZone={timeZone} charts={charts} isTable={isTable} />}
    >
      <LatestValues item={item} timeZone={timeZone} only={only} />
      <RangeBar
        item={item}
        items={items}
        compared={compared}
        types={shownTypes}
        range={range}
        timeZone={timeZone}
        onFixed={onFixed}
        onWhole={onWhole}
      />
      <ChartStack
        sensors={[item, ...compared]}
        types={shownTypes}
        range={range}
        timeZone={timeZone}
        isTable={isTable}
        shown={charts}
        onZoom={onFixed}
        onWhole={onWhole}
      />
    </Panel>
  );
}

function UnknownSensor({ sensorId }: { readonly sensorId: string }) {
  return (
    <Panel title={sensorId} onClose={close}>
      <EmptyState icon={CircleHelp} title={sensorsText.goneTitle}>
        {sensorsText.goneText}
      </EmptyState>
    </Panel>
  );
}

interface ExportProps {
  readonly item: SensorItem;
  readonly timeZone: string;
  readonly charts: ShownCharts;
}

function PanelActions({ isTable, ...exported }: ExportProps & { readonly isTable: boolean }) {
  return (
    <>
      <ExportButton {...exported} />
      <IconButton
        icon={Table2}
        label={sensorsText.asTable}
        pressed={isTable}
        onClick={() => setParams({ as: isTable ? undefined : 'table' }, { replace: true })}
      />
      <CopyButton text={window.location.href} label={sensorsText.copyLink} />
    </>
  );
}

function ExportButton({ item, timeZone, charts }: ExportProps) {
  const clock = usePageClock();
  const toaster = useToast();

  function save(): void {
    const shown = [...charts.values()];
    const [first] = shown;
    if (first === undefined) {
      toaster.show({ tone: 'info', title: sensorsText.exportNothing });
      return;
    }
    const now = clock.now();
    const exported: readonly ExportedChart[] = shown.map((chart) => chart.exported);
    const name = fileNameOf('waymark', item.title, formatDay(now, timeZone));
    saveText(`${name}.csv`, seriesCsv(exported, { ...first.span, now, timeZone }));
  }

  return (
    <Button size="sm" icon={Download} onClick={save} data-tip={sensorsText.exportTip}>
      {sensorsText.exportCsv}
    </Button>
  );
}
