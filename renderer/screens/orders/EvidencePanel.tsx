import type { EvidenceRow, OrderBelievedRow } from '#shared/contract/types.ts';

import { deviceHref } from '#renderer/orders/order-links.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import styles from './blocks.module.css';
import { evidenceOfOrder } from './evidence-subject.ts';
import { delayWords } from './order-facts.ts';

export interface EvidencePanelProps {
  readonly order: OrderBelievedRow;
  /** A parcel's id, or the order as a whole. */
  readonly subject: string;
  readonly places: OrderPlaces;
  /** Zone of a place that is no site. */
  readonly timeZone: string;
  readonly onClose: () => void;
}

/** The stored facts that say where an order or a parcel is. */
export function EvidencePanel({ order, subject, places, timeZone, onClose }: EvidencePanelProps) {
  const parcel = order.parcels.find((each) => each.parcelId === subject);
  const location = parcel?.location ?? order.location;
  const zone = location.kind === 'site' ? places.zoneOf(location.id) : timeZone;
  const of = parcel === undefined || subject === evidenceOfOrder ? text.theOrder : text.parcelNumber(subject);
  return (
    <Panel title={text.evidenceTitle} subtitle={of} onClose={onClose}>
      {location.because.length === 0 && <p className={styles['quiet']}>{text.noEvidence}</p>}
      {location.because.map((evidence) => (
        <Section key={`${evidence.kind} ${evidence.id}`} title={text.kinds[evidence.kind] ?? evidence.kind}>
          <p>{evidence.text}</p>
          <EvidenceFacts evidence={evidence} timeZone={zone} />
        </Section>
      ))}
    </Panel>
  );
}

function EvidenceFacts({
  evidence,
  timeZone,
}: {
  readonly evidence: EvidenceRow;
  readonly timeZone: string;
}) {
  const delay = delayWords(evidence);
  return (
    <Facts
      items={[
        { label: text.happened, value: <Time at={evidence.eventTime} timeZone={timeZone} withAge /> },
        {
          label: text.recorded,
          value: (
            <>
              <Time at={evidence.recordTime} timeZone={timeZone} />{' '}
              {delay !== undefined && <Badge tone="warn">{delay}</Badge>}
            </>
          ),
        },
        { label: text.source, value: <a href={deviceHref(evidence.source)}>{evidence.source}</a> },
        ...(evidence.readPoint === undefined ? [] : [{ label: text.readPoint, value: evidence.readPoint }]),
        { label: text.factId, value: <span className={styles['quiet']}>{evidence.id}</span> },
      ]}
    />
  );
}
