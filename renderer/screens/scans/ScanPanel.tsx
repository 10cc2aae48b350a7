import { CircleHelp } from 'lucide-react';

import { hrefOf, setParams } from '#renderer/data/location-state.ts';
import { useLasting } from '#renderer/charts/use-lasting.ts';
import { scansText, stepLabel } from '#renderer/text/scans.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import type { ScanEventRow, SiteRow } from '#shared/contract/types.ts';
import { minuteMs, toIso } from '#shared/domain/time.ts';

import { CodeList } from './CodeList.tsx';
import { FlagList } from './FlagList.tsx';
import { sourceFacts, timeFacts, whatFacts } from './scan-facts.tsx';

export interface ScanPanelProps {
  readonly scanId: string;
  /** The scan as a list had it last. */
  readonly kept: ScanEventRow | undefined;
  readonly sites: ReadonlyMap<string, SiteRow>;
}

const { panel } = scansText;
const close = (): void => setParams({ scan: undefined }, { replace: true });
/** The list may still be loading. */
const goneAfterMs = 1500;

/** One scan in full. */
export function ScanPanel({ scanId, kept, sites }: ScanPanelProps) {
  const clock = usePageClock();
  const row = kept?.scanId === scanId ? kept : undefined;
  const isGone = useLasting(row === undefined, goneAfterMs);
  if (row === undefined) {
    return (
      <Panel title={panel.title} onClose={close}>
        {isGone && (
          <EmptyState icon={CircleHelp} title={panel.gone}>
            {panel.goneText}
          </EmptyState>
        )}
      </Panel>
    );
  }
  const site = row.siteId === undefined ? undefined : sites.get(row.siteId);
  const timeZone = site?.timeZone ?? clock.timeZone;
  return (
    <Panel
      title={row.bizStep === undefined ? panel.title : stepLabel(row.bizStep)}
      subtitle={<Time at={row.time} timeZone={timeZone} withAge />}
      actions={<CopyButton text={linkTo(row)} label={panel.copyLink} />}
      onClose={close}
    >
      <Section title={panel.codes}>
        <CodeList row={row} />
      </Section>
      <Section title={panel.what}>
        <Facts items={whatFacts(row, site)} />
      </Section>
      <Section title={panel.when}>
        <Facts items={timeFacts(row, timeZone)} />
      </Section>
      <Section title={panel.quality}>
        <FlagList flags={row.quality} />
      </Section>
      <Section title={panel.source}>
        <Facts items={sourceFacts(row)} />
      </Section>
    </Panel>
  );
}

/** A link that finds the scan again whatever has come since: the device's history around it. */
function linkTo({ scanId, deviceId, time }: ScanEventRow): string {
  const at = Date.parse(time);
  const hash = hrefOf('/scans', {
    view: 'history',
    device: deviceId,
    from: toIso(at - minuteMs),
    to: toIso(at + minuteMs),
    scan: scanId,
  });
  return new URL(hash, window.location.href).href;
}
