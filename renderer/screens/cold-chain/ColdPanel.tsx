import { CircleHelp, LineChart, SlidersHorizontal } from 'lucide-react';

import { AlertItems } from '#renderer/alerts/AlertItems.tsx';
import { alertsHref } from '#renderer/alerts/alert-links.ts';
import { sortAlerts } from '#renderer/alerts/alert-order.ts';
import { hrefOf, navigate, setParams } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { formatAge, quantityLabel } from '#renderer/text/format.ts';
import { limitWords } from '#renderer/text/profiles.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { lateAfterMs } from '#shared/domain/time.ts';

import { type ColdItem, coldStateOf, placesOf } from './cold-items.ts';
import { ColdStateMark } from './ColdStateMark.tsx';
import { ColdChart } from './ColdChart.tsx';
import styles from './ColdChainScreen.module.css';
import { MktSection } from './MktSection.tsx';
import { distanceWords } from './distance-words.ts';

export interface ColdPanelProps {
  /** undefined: a link to something that is not watched. */
  readonly item: ColdItem | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly now: number;
  readonly onAssign: (sensorId: string) => void;
}

const close = (): void => setParams({ watched: undefined, from: undefined, to: undefined });

/** One watched quantity: how it is, how it was, and every alert about it. */
export function ColdPanel({ item, params, now, onAssign }: ColdPanelProps) {
  const clock = usePageClock();
  const mayCommand = useMayCommand();
  if (item === undefined) {
    return (
      <div className={styles['side']}>
        <Panel title={params['watched']} onClose={close}>
          <EmptyState icon={CircleHelp} title={coldChainText.gone}>
            {coldChainText.goneText}
          </EmptyState>
        </Panel>
      </div>
    );
  }
  const timeZone = item.site?.timeZone ?? clock.timeZone;
  return (
    <div className={styles['side']}>
      <Panel
        title={item.title}
        subtitle={[quantityLabel(item.quantity), ...placesOf(item).map(({ label }) => label)].join(' · ')}
        onClose={close}
        actions={
          <>
            <Button
              size="sm"
              variant="ghost"
              icon={LineChart}
              onClick={() => navigate('/sensors', { sensor: item.sensorId })}
            >
              {coldChainText.openInSensors}
            </Button>
            {mayCommand && (
              <Button size="sm" icon={SlidersHorizontal} onClick={() => onAssign(item.sensorId)}>
                {coldChainText.changeProfile}
              </Button>
            )}
            <CopyButton text={window.location.href} label={coldChainText.copyLink} />
          </>
        }
      >
        <ColdChart item={item} params={params} timeZone={timeZone} />
        <Section title={coldChainText.sectionNow} actions={<ColdStateMark state={coldStateOf(item, now)} />}>
          <Facts items={factsOf(item, timeZone)} />
        </Section>
        {item.quantity === 'Temperature' && (
          <MktSection deviceId={item.deviceId} channel={item.channel} refreshKey={Math.floor(now / 60_000)} />
        )}
        <OwnAlerts item={item} />
      </Panel>
    </div>
  );
}

function factsOf(item: ColdItem, timeZone: string): Fact[] {
  const { value, profile, profileId, limits, fromVehicleId } = item;
  const facts: Fact[] = [];
  if (value !== undefined) {
    const lateMs = Date.parse(value.recordTime) - Date.parse(value.time);
    facts.push(
      {
        label: coldChainText.value,
        value: (
          <>
            <strong>
              <Quantity type={item.quantity} value={value.value} uom={value.uom} />
            </strong>{' '}
            <span className={styles['aside']}>{distanceWords(item)}</span>
          </>
        ),
      },
      { label: coldChainText.measured, value: <Time at={value.time} timeZone={timeZone} withAge /> },
    );
    if (lateMs >= lateAfterMs) {
      facts.push({ label: coldChainText.received, value: coldChainText.lateBy(formatAge(lateMs)) });
    }
  }
  const source =
    fromVehicleId === undefined ? coldChainText.fromChannel : coldChainText.fromVehicle(fromVehicleId);
  facts.push(
    {
      label: coldChainText.column.profile,
      value: (
        <>
          <a href={hrefOf('/settings', { section: 'profiles', profile: profileId })}>
            {profile?.name ?? coldChainText.profileUnknown(profileId)}
          </a>{' '}
          <span className={styles['aside']}>{source}</span>
        </>
      ),
    },
    {
      label: coldChainText.column.limits,
      value: (
        <ul>
          {limits.map((limit) => (
            <li key={limitWords(limit)}>{limitWords(limit)}</li>
          ))}
        </ul>
      ),
    },
  );
  return facts;
}

/** What is open about it, and what was closed in the last day. */
function OwnAlerts({ item }: { readonly item: ColdItem }) {
  const { rows } = useLive('alerts.live', {});
  const own = sortAlerts(
    (rows ?? []).filter(
      (alert) =>
        alert.deviceId === item.deviceId &&
        (alert.channel ?? '') === (item.channel ?? '') &&
        !alert.withdrawn,
    ),
  );
  return (
    <Section
      title={coldChainText.sectionExcursions}
      actions={
        <a href={`${alertsHref({ subject: item.sensorId })}&view=closed`}>{coldChainText.allAlerts}</a>
      }
    >
      {own.length === 0 ? (
        <p className={styles['aside']}>{coldChainText.noExcursions}</p>
      ) : (
        <AlertItems alerts={own} />
      )}
    </Section>
  );
}
