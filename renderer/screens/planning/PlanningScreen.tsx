import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { planningText as text } from '#renderer/text/planning.ts';
import { Tabs } from '#renderer/ui/Tabs.tsx';

import { BottlenecksTab } from './BottlenecksTab.tsx';
import { ScorecardTab } from './ScorecardTab.tsx';
import { WhatIfTab } from './WhatIfTab.tsx';

const tabs = ['scorecard', 'bottlenecks', 'what-if'] as const;

const contents = {
  scorecard: <ScorecardTab />,
  bottlenecks: <BottlenecksTab />,
  'what-if': <WhatIfTab />,
} as const;

/** How good the estimates are, what takes longer than it did, and what would become of promises. */
export function PlanningScreen() {
  const { params } = useLocationState();
  const value = tabs.find((tab) => tab === params['tab']) ?? 'scorecard';
  return (
    <Tabs
      title={text.title}
      label={text.tabList}
      value={value}
      onValueChange={(tab) => setParams({ tab: tab === 'scorecard' ? undefined : tab })}
      tabs={tabs.map((tab) => ({ value: tab, label: text.tabs[tab], content: contents[tab] }))}
    />
  );
}
