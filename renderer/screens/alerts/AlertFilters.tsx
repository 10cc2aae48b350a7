import { Gauge, X } from 'lucide-react';
import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';
import { severities, type AlertKind, type Severity } from '#shared/domain/alert.ts';

import { type AlertView, alertViews, isInView } from '#renderer/alerts/alert-order.ts';
import { NotifyButton } from '#renderer/alerts/NotifyButton.tsx';
import { SoundBlocked } from '#renderer/alerts/SoundBlocked.tsx';
import { useAlertCounts } from '#renderer/alerts/use-alerts.ts';
import { setParams, useParam } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { alertKindText, alertsText, severityText, subjectTypeText } from '#renderer/text/alerts.ts';
import { metricsText } from '#renderer/text/alarm-metrics.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import { type AlertFilter, isFiltering } from './alert-filter.ts';
import { type Listing, listingOf } from './alert-listing.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';

export interface AlertFiltersProps {
  readonly filter: AlertFilter;
  readonly names: SubjectNames;
}

const none: readonly AlertRow[] = [];

/** Which alerts are listed: the view they belong to, and what they are narrowed down to. */
export function AlertFilters({ filter, names }: AlertFiltersProps) {
  const { rows = none } = useLive('alerts.live', {});
  const { open, waiting } = useAlertCounts();
  const [listing] = useParam('list');
  return (
    <>
      <Toolbar
        title={alertsText.title}
        summary={<span role="status">{alertsText.summary(formatCount(open), formatCount(waiting))}</span>}
      >
        <Button
          size="sm"
          icon={Gauge}
          title={metricsText.buttonTip}
          onClick={() => setParams({ metrics: '1', alert: undefined })}
        >
          {metricsText.button}
        </Button>
        <SoundBlocked />
        <NotifyButton />
      </Toolbar>
      <FilterBar>
        <SegmentedControl<AlertView>
          label={alertsText.view}
          value={filter.view}
          onChange={(view) => setParams({ view: view === 'open' ? undefined : view })}
          options={alertViews.map((value) => ({
            value,
            label:
              value === 'closed' || value === 'withdrawn'
                ? alertsText.views[value]
                : countedLabel(rows, value),
            tip: alertsText.viewTip[value],
          }))}
        />
        {(filter.view === 'open' || filter.view === 'waiting') && !isFiltering(filter) && (
          <SegmentedControl<Listing>
            label={alertsText.listing}
            value={listingOf(listing, open)}
            onChange={(next) => setParams({ list: next })}
            options={[
              { value: 'grouped', label: alertsText.grouped, tip: alertsText.groupedTip },
              { value: 'flat', label: alertsText.flat, tip: alertsText.flatTip },
            ]}
          />
        )}
        <SearchInput
          label={alertsText.filter}
          clearLabel={alertsText.clearFilter}
          value={filter.q}
          onValueChange={(q) => setParams({ q }, { replace: true })}
        />
        <SeveritySelect severity={filter.severity} />
        <KindSelect kind={filter.kind} rows={rows} />
        <OnlyChips filter={filter} names={names} />
      </FilterBar>
    </>
  );
}

function countedLabel(rows: readonly AlertRow[], view: AlertView): string {
  return `${alertsText.views[view]} ${formatCount(rows.filter((alert) => isInView(alert, view)).length)}`;
}

function SeveritySelect({ severity }: Pick<AlertFilter, 'severity'>) {
  return (
    <Select<Severity | ''>
      aria-label={alertsText.severityFilter}
      value={severity ?? ''}
      onValueChange={(next) => setParams({ severity: next })}
      options={[
        { value: '', label: alertsText.allSeverities },
        ...severities.toReversed().map((value) => ({ value, label: severityText[value] })),
      ]}
    />
  );
}

interface KindSelectProps extends Pick<AlertFilter, 'kind'> {
  readonly rows: readonly AlertRow[];
}

function KindSelect({ kind, rows }: KindSelectProps) {
  const options = useMemo(() => {
    const kinds = new Set(rows.map((alert) => alert.kind));
    if (kind !== undefined) kinds.add(kind);
    return [...kinds]
      .map((value) => ({ value, label: alertKindText[value] }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [rows, kind]);
  return (
    <Select<AlertKind | ''>
      aria-label={alertsText.kindFilter}
      value={kind ?? ''}
      onValueChange={(next) => setParams({ kind: next })}
      options={[{ value: '', label: alertsText.allKinds }, ...options]}
    />
  );
}

/** What a link narrowed the list to, with a way out. */
function OnlyChips({ filter, names }: AlertFiltersProps) {
  const { subject, order, cause, area } = filter;
  return (
    <>
      {subject !== '' && (
        <Button
          size="sm"
          icon={X}
          onClick={() => setParams({ subject: undefined })}
          data-tip={alertsText.endOnly}
        >
          {alertsText.only(subjectWords(subject, names))}
        </Button>
      )}
      {order !== '' && (
        <Button
          size="sm"
          icon={X}
          onClick={() => setParams({ order: undefined })}
          data-tip={alertsText.endOnly}
        >
          {alertsText.only(`${subjectTypeText.order} ${order}`)}
        </Button>
      )}
      {area !== undefined && (
        <Button
          size="sm"
          icon={X}
          onClick={() => setParams({ area: undefined })}
          data-tip={alertsText.endOnly}
        >
          {alertsText.only(alertsText.areas[area])}
        </Button>
      )}
      {cause !== '' && (
        <Button
          size="sm"
          icon={X}
          onClick={() => setParams({ cause: undefined, view: undefined })}
          data-tip={alertsText.endOnly}
        >
          {alertsText.only(alertsText.oneCause)}
        </Button>
      )}
    </>
  );
}

function subjectWords(text: string, names: SubjectNames): string {
  const type = subjectTypes.find((each) => text.startsWith(`${each}:`));
  if (type === undefined) return text;
  return `${subjectTypeText[type]} ${names.nameOf({ type, id: text.slice(type.length + 1) })}`;
}

const subjectTypes = Object.keys(subjectTypeText) as (keyof typeof subjectTypeText)[];
