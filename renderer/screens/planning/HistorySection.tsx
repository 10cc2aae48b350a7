import { FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { HistoryResult } from '#shared/contract/types.ts';

import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatCount, formatDuration, formatNumber, formatOffset } from '#renderer/text/format.ts';
import { modelWords } from '#renderer/text/order-page.ts';
import { planningText } from '#renderer/text/planning.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { HistoryImportDialog } from './HistoryImportDialog.tsx';
import styles from './PlanningScreen.module.css';

const { history: text } = planningText;
const mostTells = 5;
/** While it learns, its end is waited for. */
const learningMs = 2000;

/** How much imported history there is, what was learned from it, and how good that is. */
export function HistorySection({ now }: { readonly now: number }) {
  const { data, error, refresh } = useQuery('history.get', {}, { refreshKey: now });
  const isLearning = data?.learning === true;
  useEffect(() => {
    if (!isLearning) return undefined;
    const timer = setInterval(refresh, learningMs);
    return () => clearInterval(timer);
  }, [isLearning, refresh]);
  const [isImporting, setImporting] = useState(false);
  const mayCommand = useMayCommand();
  return (
    <Section
      level={2}
      title={text.title}
      actions={
        <>
          <span className={styles['quiet']}>{text.tip}</span>
          {mayCommand && (
            <Button icon={FileUp} onClick={() => setImporting(true)}>
              {text.import.open}
            </Button>
          )}
        </>
      }
    >
      {data === undefined && error !== undefined && (
        <ErrorState title={text.failed} error={error} onRetry={refresh} />
      )}
      {data !== undefined && <HistoryFacts history={data} />}
      {isImporting && <HistoryImportDialog onClose={() => setImporting(false)} onDone={refresh} />}
    </Section>
  );
}

function HistoryFacts({ history }: { readonly history: HistoryResult }) {
  const { timeZone } = usePageClock();
  const { journeys, from, to, model } = history;
  if (journeys === 0 || from === undefined || to === undefined)
    return <p className={styles['quiet']}>{text.none}</p>;
  const when = (at: string) => <Time at={at} timeZone={timeZone} form="short" />;
  const state = stateWords(history);
  const items: Fact[] = [
    {
      label: text.extent,
      value: (
        <>
          {formatCount(journeys)}, {when(from)} – {when(to)}
        </>
      ),
    },
    ...(state === undefined ? [] : [{ label: text.state, value: state }]),
    ...(model === undefined
      ? []
      : [
          {
            label: text.model,
            value: (
              <>
                {modelWords(model.name)}, {text.learned} {when(model.trainedTime)}
              </>
            ),
          },
          { label: text.heldOut, value: heldOutWords(model.heldOut) },
          { label: text.tells, value: tellsWords(model.tells) },
        ]),
  ];
  return <Facts items={items} />;
}

function stateWords({ learning, problem }: HistoryResult): string | undefined {
  return learning ? text.learning : problem;
}

type Model = NonNullable<HistoryResult['model']>;

const span = (hours: number): string => formatDuration(Math.round(hours * 60) * 60);

function heldOutWords(heldOut: Model['heldOut']): string {
  if (heldOut === undefined) return text.notJudged;
  const { n, maeHours, baselineMaeHours, biasHours, coverage80 } = heldOut;
  return text.judged({
    n: formatCount(n),
    mae: span(maeHours),
    baseline: span(baselineMaeHours),
    bias: formatOffset(Math.round(biasHours * 60) * 60),
    coverage: formatNumber(coverage80 * 100),
  });
}

function tellsWords(tells: Model['tells']): string {
  return tells
    .slice(0, mostTells)
    .map(({ name, share }) => `${name} ${formatNumber(share * 100)} %`)
    .join(' · ');
}
