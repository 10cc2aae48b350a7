import { ShieldCheck } from 'lucide-react';

import { reasonText } from '#renderer/text/devices.ts';
import { dataQualityText as text } from '#renderer/text/data-quality.ts';
import { formatCount } from '#renderer/text/format.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Table } from '#renderer/ui/Table.tsx';

import { Trend, worstColumns } from './account-columns.tsx';
import { badOf, worstOf, type DeviceAccount, type Quality } from './accounts.ts';
import styles from './DataQualityScreen.module.css';
import { RateLimitBlock } from './RateLimitBlock.tsx';

const worstCount = 10;
const deviceKey = (row: DeviceAccount): string => row.deviceId;

/** Where to look first, how it went lately, and why messages could not be used. */
export function SummaryView({ quality }: { readonly quality: Quality | undefined }) {
  return (
    <div className={styles['summaryView']}>
      <section className={styles['worst']} aria-label={text.worst}>
        <h2 className={styles['heading']}>{text.worst}</h2>
        <Table
          label={text.worst}
          columns={worstColumns}
          rows={quality && worstOf(quality.devices, worstCount)}
          rowKey={deviceKey}
          minWidth="44rem"
          empty={
            <EmptyState icon={ShieldCheck} title={text.worstNone}>
              {text.worstNoneText}
            </EmptyState>
          }
        />
      </section>
      <div className={styles['aside']} tabIndex={0} role="group" aria-label={text.days}>
        {quality !== undefined && <Asides quality={quality} />}
      </div>
    </div>
  );
}

function Asides({ quality: { days, reasons } }: { readonly quality: Quality }) {
  const received = days.reduce((sum, day) => sum + day.received, 0);
  const bad = days.reduce((sum, day) => sum + badOf(day), 0);
  return (
    <>
      <Section title={text.days}>
        <Trend days={days} size="large" />
        <Facts
          items={[
            { label: text.columns.received, value: formatCount(received) },
            { label: text.columns.late, value: formatCount(days.reduce((sum, { late }) => sum + late, 0)) },
            {
              label: `${text.columns.quarantined}, ${text.columns.limited.toLowerCase()}`,
              value: formatCount(bad),
            },
          ]}
        />
      </Section>
      <Section title={text.reasons}>
        {reasons.length === 0 ? (
          <p className={styles['quiet']}>{text.noReasons}</p>
        ) : (
          <Facts
            items={reasons.map(({ reason, count }) => ({
              label: reasonText[reason],
              value: formatCount(count),
            }))}
          />
        )}
      </Section>
      <RateLimitBlock />
    </>
  );
}
