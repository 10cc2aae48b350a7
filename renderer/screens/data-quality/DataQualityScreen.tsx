import { useMemo, type ReactNode } from 'react';

import { setParams, useParam } from '#renderer/data/location-state.ts';
import { useFormatTitle } from '#renderer/data/use-format-title.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { dataQualityText as text } from '#renderer/text/data-quality.ts';
import { formatCount } from '#renderer/text/format.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Tabs } from '#renderer/ui/Tabs.tsx';

import { dayColumns, deviceAccountColumns, formatAccountColumns, topicColumns } from './account-columns.tsx';
import { AccountTable } from './AccountTable.tsx';
import type { DayAccount, DeviceAccount, FormatAccount, Quality, TopicAccount } from './accounts.ts';
import { daysCsv, devicesCsv, formatsCsv, topicsCsv } from './accounts-csv.ts';
import styles from './DataQualityScreen.module.css';
import { DoubtList } from './DoubtList.tsx';
import { SummaryView } from './SummaryView.tsx';

const tabs = ['summary', 'devices', 'formats', 'topics', 'days', 'doubts'] as const;
type Tab = (typeof tabs)[number];

const refreshMs = 10_000;
const mostRows = 1000;
const deviceKey = (row: DeviceAccount): string => row.deviceId;
const formatKey = (row: FormatAccount): string => row.format;
const topicKey = (row: TopicAccount): string => row.topic;
const dayKey = (row: DayAccount): string => row.day;

/** What became of everything that came in, by device, format, topic and day, and what is in doubt. */
export function DataQualityScreen() {
  const [given] = useParam('tab');
  const tab = tabs.find((each) => each === given) ?? 'summary';
  const turn = Math.floor(useNow(refreshMs) / refreshMs);
  const { data, error, refresh } = useQuery('dataQuality.get', { limit: mostRows }, { refreshKey: turn });
  const open = data?.devices.reduce((sum, { openDoubts }) => sum + openDoubts, 0);
  const failure = error !== undefined && data === undefined && (
    <ErrorState title={text.failed} error={error} onRetry={refresh} />
  );
  const contents: Readonly<Record<Tab, ReactNode>> = {
    summary: <SummaryView quality={data} />,
    devices: <Devices quality={data} />,
    formats: <Formats quality={data} />,
    topics: (
      <AccountTable
        label={text.tabs.topics}
        rows={data?.topics}
        columns={topicColumns}
        rowKey={topicKey}
        minWidth="56rem"
        fileName="topics"
        csv={topicsCsv}
      />
    ),
    days: (
      <AccountTable
        label={text.tabs.days}
        rows={data?.days}
        columns={dayColumns}
        rowKey={dayKey}
        minWidth="46rem"
        fileName="days"
        csv={daysCsv}
      />
    ),
    doubts: <DoubtList />,
  };
  return (
    <Tabs<Tab>
      title={text.title}
      label={text.views}
      value={tab}
      onValueChange={(next) =>
        setParams({
          tab: next === 'summary' ? undefined : next,
          q: undefined,
          device: undefined,
          doubt: undefined,
        })
      }
      tabs={tabs.map((value) => ({
        value,
        label: value === 'doubts' ? <DoubtsLabel open={open} /> : text.tabs[value],
        content: value !== 'doubts' && failure !== false ? failure : contents[value],
      }))}
    />
  );
}

function DoubtsLabel({ open }: { readonly open: number | undefined }) {
  return (
    <>
      {text.tabs.doubts}
      {open !== undefined && open > 0 && <span className={styles['tabCount']}>{formatCount(open)}</span>}
    </>
  );
}

function Devices({ quality }: { readonly quality: Quality | undefined }) {
  const formatTitle = useFormatTitle();
  const columns = useMemo(() => deviceAccountColumns(formatTitle), [formatTitle]);
  return (
    <AccountTable
      label={text.tabs.devices}
      rows={quality?.devices}
      columns={columns}
      rowKey={deviceKey}
      minWidth="72rem"
      fileName="devices"
      csv={(rows) => devicesCsv(rows, quality?.latenessBoundsS ?? [])}
    />
  );
}

function Formats({ quality }: { readonly quality: Quality | undefined }) {
  const formatTitle = useFormatTitle();
  const columns = useMemo(() => formatAccountColumns(formatTitle), [formatTitle]);
  return (
    <AccountTable
      label={text.tabs.formats}
      rows={quality?.formats}
      columns={columns}
      rowKey={formatKey}
      minWidth="56rem"
      fileName="formats"
      csv={(rows) => formatsCsv(rows, quality?.latenessBoundsS ?? [])}
    />
  );
}
