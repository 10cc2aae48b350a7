import { useQuery } from '#renderer/data/use-query.ts';
import { mktText } from '#renderer/text/cold-chain-more.ts';
import { formatQuantity } from '#renderer/text/format.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import type { MktFigures } from '#shared/contract/types.ts';

import styles from './ColdChainScreen.module.css';

export interface MktSectionProps {
  readonly deviceId: string;
  readonly channel: string | undefined;
  /** Changes when there is reason to ask again. */
  readonly refreshKey: number;
}

const windows = ['day', 'month', 'trip'] as const;

/** The mean kinetic temperature of a day, a month and the trip; where there is none, why. */
export function MktSection({ deviceId, channel, refreshKey }: MktSectionProps) {
  const params = { deviceId, ...(channel === undefined ? {} : { channel }) };
  const { data, error, refresh } = useQuery('mkt.get', params, { refreshKey });
  return (
    <Section title={mktText.title}>
      <Awaited data={data} error={error} title={mktText.failed} onRetry={refresh} width={30} />
      {data !== undefined && <Facts items={windows.flatMap((name) => factOf(name, data[name]))} />}
    </Section>
  );
}

function factOf(name: (typeof windows)[number], figures: MktFigures | undefined): Fact[] {
  return figures === undefined
    ? []
    : [{ label: mktText.windows[name], value: <Figures figures={figures} /> }];
}

function Figures({ figures }: { readonly figures: MktFigures }) {
  const { mktC, why, coverage, minC, maxC } = figures;
  const parts = [
    mktText.covered(String(Math.floor(coverage * 100))),
    ...(minC === undefined || maxC === undefined ? [] : [mktText.range(celsius(minC), celsius(maxC))]),
  ];
  return (
    <>
      <strong>{mktC === undefined ? mktText.none : celsius(mktC)}</strong>{' '}
      <span className={styles['aside']}>{why ?? parts.join(' · ')}</span>
    </>
  );
}

function celsius(value: number): string {
  const { value: text, unit } = formatQuantity('Temperature', value, 'CEL');
  return `${text} ${unit}`;
}
