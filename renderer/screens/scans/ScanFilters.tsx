import { type ReactNode, useEffect, useMemo, useState } from 'react';

import { setParams } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { scansText, stepLabel } from '#renderer/text/scans.ts';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { Select, type SelectOption } from '#renderer/ui/Select.tsx';
import { bizSteps } from '#shared/domain/cbv.ts';

import { noStep, type ScanParams } from './scan-params.ts';
import styles from './ScansScreen.module.css';

/** Typing is over when nothing more comes for this long; then the engine is asked. */
const typedMs = 350;

/** What both lists are filtered by. */
export function ScanFilters({ params, note }: { readonly params: ScanParams; readonly note: ReactNode }) {
  const sites = useLive('sites.live', {}).rows;
  const devices = useLive('devices.live', {}).rows;
  const siteOptions = useMemo(
    () => options(scansText.allSites, sites?.map(({ siteId, name }) => ({ value: siteId, label: name })), params.site),
    [sites, params.site],
  );
  const scannerIds = devices?.filter(({ kinds }) => kinds.includes('scan')).map(({ deviceId }) => deviceId);
  const scanners = scannerIds?.join('\n');
  const deviceOptions = useMemo(
    () => options(scansText.allDevices, scanners?.split('\n').map((id) => ({ value: id, label: id })), params.device),
    [scanners, params.device],
  );
  return (
    <div className={styles['filters']}>
      <CodeFilter key={params.code} code={params.code} />
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
      <div className={styles['note']}>{note}</div>
    </div>
  );
}

const stepOptions: readonly SelectOption<string>[] = [
  { value: '', label: scansText.allSteps },
  ...bizSteps.map((value) => ({ value, label: stepLabel(value) })).sort((a, b) => a.label.localeCompare(b.label)),
  { value: noStep, label: scansText.noStep },
];

/** The chosen one stays among them even when nothing has it any more. */
function options(
  all: string,
  known: readonly SelectOption<string>[] = [],
  chosen: string,
): readonly SelectOption<string>[] {
  const has = chosen === '' || known.some((option) => option.value === chosen);
  const listed = known.filter((option) => option.value !== '');
  return [
    { value: '', label: all },
    ...(has ? listed : [...listed, { value: chosen, label: chosen }]).toSorted((a, b) =>
      a.label.localeCompare(b.label, 'en', { numeric: true }),
    ),
  ];
}

function CodeFilter({ code }: { readonly code: string }) {
  const [typed, setTyped] = useState(code);
  useEffect(() => {
    if (typed === code) return undefined;
    const timer = setTimeout(() => setParams({ code: typed }, { replace: true }), typedMs);
    return () => clearTimeout(timer);
  }, [typed, code]);
  return (
    <SearchInput label={scansText.code} clearLabel={scansText.clearCode} value={typed} onValueChange={setTyped} />
  );
}
