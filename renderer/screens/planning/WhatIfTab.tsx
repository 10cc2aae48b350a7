import { Shuffle } from 'lucide-react';

import type { WhatIfResult } from '#shared/contract/types.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useOrderPlaces } from '#renderer/orders/use-order-places.ts';
import { zoneWords } from '#renderer/text/day-words.ts';
import { formatCount, formatNumber } from '#renderer/text/format.ts';
import { ordersText } from '#renderer/text/orders.ts';
import { planningText } from '#renderer/text/planning.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Table } from '#renderer/ui/Table.tsx';

import styles from './PlanningScreen.module.css';
import { Choice } from './ScorecardTab.tsx';
import { whatIfColumns, type WhatIfRow } from './what-if-columns.tsx';
import { changeOf, readWish, whatIfKinds, type WhatIfWish } from './what-if-params.ts';

const { whatIf: text } = planningText;
const rowKey = (row: WhatIfRow): string => row.orderNumber;

/** What would become of promises if something was done otherwise; nothing is changed by asking. */
export function WhatIfTab() {
  const { params } = useLocationState();
  const wish = readWish(params);
  const change = changeOf(wish);
  const timeZone = useOrderPlaces().zoneOf(undefined);
  const { data, error, refresh } = useQuery('planning.whatIf', change && { change });
  return (
    <div className={styles['tab']}>
      <WishFields wish={wish} />
      {change === undefined && (
        <EmptyState icon={Shuffle} title={text.incomplete}>
          {text.incompleteText}
        </EmptyState>
      )}
      {change !== undefined && error !== undefined && (
        <ErrorState title={text.failed} error={error} onRetry={refresh} />
      )}
      {change !== undefined && error === undefined && (
        <>
          {data !== undefined && <Lead result={data} timeZone={timeZone} />}
          <div className={styles['list']}>
            <Table
              label={text.list}
              columns={whatIfColumns(timeZone)}
              rows={data?.items}
              rowKey={rowKey}
              minWidth="64rem"
              empty={<EmptyState title={text.noneTitle}>{text.none}</EmptyState>}
            />
          </div>
        </>
      )}
    </div>
  );
}

function Lead({ result, timeZone }: { readonly result: WhatIfResult; readonly timeZone: string }) {
  const now = useNow(60_000);
  const { orders, breaks, saves, unknown, expectedLateBefore, expectedLateAfter, reasons, isCut } = result;
  return (
    <div className={styles['lead']}>
      <p>
        <strong>{text.summary(formatCount(orders), formatCount(breaks), formatCount(saves))}</strong>
      </p>
      <p className={styles['quiet']}>
        {[
          ...reasons,
          text.expected(formatNumber(expectedLateBefore, 1), formatNumber(expectedLateAfter, 1)),
          ...(unknown === 0 ? [] : [text.unknown(formatCount(unknown))]),
          ...(isCut ? [text.cut] : []),
          ordersText.zone(zoneWords({ now, timeZone })),
        ].join(' · ')}
      </p>
    </div>
  );
}

function WishFields({ wish }: { readonly wish: WhatIfWish }) {
  const { kind, vehicleId, toVehicleId, siteId, minutes } = wish;
  const vehicles = (useLive('vehicles.live', {}).rows ?? []).map((row) => ({
    value: row.vehicleId,
    label: row.name ?? row.vehicleId,
  }));
  const sites = (useLive('sites.live', {}).rows ?? []).map((row) => ({ value: row.siteId, label: row.name }));
  const isSwap = kind === 'swap-vehicle';
  return (
    <FilterBar className={styles['filters']}>
      <Choice label={text.kind}>
        <Select
          aria-label={text.kind}
          value={kind}
          onValueChange={(next) => setParams({ kind: next, minutes: undefined }, { replace: true })}
          options={whatIfKinds.map((value) => ({ value, label: text.kinds[value] }))}
        />
      </Choice>
      <Choice label={text.vehicle}>
        <Select
          aria-label={text.vehicle}
          value={vehicleId}
          onValueChange={(vehicle) => setParams({ vehicle }, { replace: true })}
          options={[{ value: '', label: isSwap ? text.chooseVehicle : text.anyVehicle }, ...vehicles]}
        />
      </Choice>
      {isSwap ? (
        <Choice label={text.toVehicle}>
          <Select
            aria-label={text.toVehicle}
            value={toVehicleId}
            onValueChange={(to) => setParams({ to }, { replace: true })}
            options={[{ value: '', label: text.chooseVehicle }, ...vehicles]}
          />
        </Choice>
      ) : (
        <Choice label={text.site}>
          <Select
            aria-label={text.site}
            value={siteId}
            onValueChange={(site) => setParams({ site }, { replace: true })}
            options={[
              { value: '', label: kind === 'remove-stop' ? text.chooseSite : text.anySite },
              ...sites,
            ]}
          />
        </Choice>
      )}
      {kind !== 'remove-stop' && (
        <Choice label={isSwap ? text.handover : text.by}>
          <Input
            aria-label={isSwap ? text.handover : text.by}
            inputMode="numeric"
            value={minutes}
            placeholder={isSwap ? '15' : '60'}
            onValueChange={(next) => setParams({ minutes: next }, { replace: true })}
          />
        </Choice>
      )}
      <span className={styles['quiet']}>{text.hint}</span>
    </FilterBar>
  );
}
