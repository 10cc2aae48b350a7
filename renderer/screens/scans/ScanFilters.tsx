import { type ReactNode, useEffect, useMemo, useState } from 'react';

import { setParams } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { scansText, stepLabel } from '#renderer/text/scans.ts';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { Select, type SelectOption } from '#renderer/ui/Select.tsx';
import { bizSteps, verdicts } from '#shared/domain/cbv.ts';

import { noStep, type ScanParams } from './scan-params.ts';
import styles from './ScansScreen.module.css';

/** Typing is over when nothing more comes for this long; then the engine is asked. */
const typedMs = 350;

/** What both lists are filtered by. */
export function ScanFilters({ params, note }: { readonly params: ScanParams; readonly note: ReactNode }) {
  const siteOptions = useSiteOptions(params.site);
  const deviceOptions = useDeviceOptions(params.device);
  return (
    <FilterBar>
      <CodeFilter code={params.code} />
      <Select
        aria-label={scansText.siteFilter}
        value={params.site}
        options={siteOptions}
        onValueChange={(site) => setParams({ site })}
      />
      <Select
        aria-label={scansText.deviceFilter}
        value={params.device}
        options={deviceOptions}
        onValueChange={(device) => setParams({ device })}
      />
      <Select
        aria-label={scansText.stepFilter}
        value={params.step}
        options={stepOptions}
        onValueChange={(step) => setParams({ step })}
      />
      <Select
        aria-label={scansText.verdictFilter}
        value={params.verdict}
        options={verdictOptions}
        onValueChange={(verdict) => setParams({ verdict })}
      />
      <div className={styles['note']}>{note}</div>
    </FilterBar>
  );
}

function useSiteOptions(chosen: string): readonly SelectOption<string>[] {
  const sites = useLive('sites.live', {}).rows;
  return useMemo(() => {
    const known = sites?.map(({ siteId, name }) => ({ value: siteId, label: name }));
    return options(scansText.allSites, known, chosen);
  }, [sites, chosen]);
}

/** Every device that has been heard to scan. */
function useDeviceOptions(chosen: string): readonly SelectOption<string>[] {
  const devices = useLive('devices.live', {}).rows;
  const scanners = devices?.filter(({ kinds }) => kinds.includes('scan')).map(({ deviceId }) => deviceId);
  // As text it stays the same while the devices' counts change.
  const ids = JSON.stringify(scanners ?? []);
  return useMemo(() => {
    const known = (JSON.parse(ids) as readonly string[]).map((id) => ({ value: id, label: id }));
    return options(scansText.allDevices, known, chosen);
  }, [ids, chosen]);
}

const stepOptions: readonly SelectOption<string>[] = [
  { value: '', label: scansText.allSteps },
  ...bizSteps
    .map((value) => ({ value, label: stepLabel(value) }))
    .sort((a, b) => a.label.localeCompare(b.label)),
  { value: noStep, label: scansText.noStep },
];

const verdictOptions: readonly SelectOption<string>[] = [
  { value: '', label: scansText.allVerdicts },
  ...verdicts.map((value) => ({ value, label: scansText.verdictLabel[value] })),
];

/** The chosen one stays among them even when nothing has it any more. */
function options(
  all: string,
  known: readonly SelectOption<string>[] = [],
  chosen: string,
): readonly SelectOption<string>[] {
  const has = chosen === '' || known.some((option) => option.value === chosen);
  return [
    { value: '', label: all },
    ...(has ? known : [...known, { value: chosen, label: chosen }]).toSorted((a, b) =>
      a.label.localeCompare(b.label, 'en', { numeric: true }),
    ),
  ];
}

function CodeFilter({ code }: { readonly code: string }) {
  const [typed, setTyped] = useState(code);
  const [seen, setSeen] = useState(code);
  // The address changed by itself: Back, a link, "show all".
  if (seen !== code) {
    setSeen(code);
    setTyped(code);
  }
  useEffect(() => {
    if (typed === code) return undefined;
    const timer = setTimeout(() => setParams({ code: typed }, { replace: true }), typedMs);
    return () => clearTimeout(timer);
  }, [typed, code]);
  return (
    <SearchInput
      label={scansText.code}
      clearLabel={scansText.clearCode}
      value={typed}
      onValueChange={setTyped}
    />
  );
}
