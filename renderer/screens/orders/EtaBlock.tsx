import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import { Block } from '#renderer/orders/Block.tsx';
import { LatenessMark } from '#renderer/orders/LatenessMark.tsx';
import { Moment } from '#renderer/orders/Moment.tsx';
import type { Teller } from '#shared/domain/answer/answer-words.ts';
import { shareWords } from '#renderer/text/order-notes.ts';
import { modelWords, orderPageText as text } from '#renderer/text/order-page.ts';
import { ordersText } from '#renderer/text/orders.ts';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import styles from './blocks.module.css';
import { promisedOf } from './order-facts.ts';

export interface EtaBlockProps {
  readonly order: OrderBelievedRow;
  readonly teller: Teller;
}

/** When it comes, against what was promised, and what the estimate rests on. */
export function EtaBlock({ order, teller }: EtaBlockProps) {
  const { timeZone, now } = teller;
  const { eta } = order;
  return (
    <Block title={text.eta} actions={<LatenessMark order={promisedOf(order)} now={now} />}>
      {eta === null ? (
        <>
          <Facts items={[promiseFact(order, timeZone), ...lateFact(order)]} />
          <p className={styles['quiet']}>{isFinal(order.state) ? text.isOver : text.noEstimate}</p>
        </>
      ) : (
        <Facts
          items={[
            {
              label: text.likely,
              value: (
                <strong>
                  <Moment at={eta.p50} timeZone={timeZone} />
                </strong>
              ),
            },
            { label: text.interval, value: <Moment at={eta.p10} until={eta.p90} timeZone={timeZone} /> },
            promiseFact(order, timeZone),
            ...probabilityFact(order),
            ...lateFact(order),
            { label: text.model, value: modelWords(eta.model) },
            { label: text.reasons, value: <Reasons reasons={eta.reasons} /> },
          ]}
        />
      )}
    </Block>
  );
}

function promiseFact({ promised }: OrderBelievedRow, timeZone: string): Fact {
  if (promised === undefined) return { label: text.promised, value: ordersText.noPromise };
  const { from, until } = promised;
  return {
    label: text.promised,
    value:
      from === undefined ? (
        <>
          {text.promisedUntil} <Moment at={until} timeZone={timeZone} />
        </>
      ) : (
        <Moment at={from} until={until} timeZone={timeZone} />
      ),
  };
}

function probabilityFact({ lateProbability }: OrderBelievedRow): readonly Fact[] {
  if (lateProbability === null) return [];
  return [
    {
      label: text.probability,
      value: <span data-tip={text.probabilityTip}>{shareWords(lateProbability)}</span>,
    },
  ];
}

/** Beside what the estimate rests on anyway. */
function lateFact({ whyLate, lateness, eta }: OrderBelievedRow): readonly Fact[] {
  const reasons = whyLate.filter((reason) => eta?.reasons.includes(reason) !== true);
  if (reasons.length === 0) return [];
  const label = lateness === 'at-risk' ? text.whyLate.atRisk : text.whyLate.late;
  return [{ label, value: <Reasons reasons={reasons} /> }];
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  return (
    <ul className={styles['reasons']}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
