import { useState } from 'react';

import type { MappingRow, ObservationEventRow } from '#shared/contract/types.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { reasonText } from '#renderer/text/devices.ts';
import { mappingsText } from '#renderer/text/mappings.ts';
import { qualityText } from '#renderer/text/quality.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { PayloadView } from '#renderer/ui/PayloadView.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { Card } from './Card.tsx';
import { factWords } from './fact-words.ts';
import styles from './Mappings.module.css';

const { preview: text } = mappingsText;
const askedEveryMs = 400;
const tones = { stored: 'ok', quarantined: 'bad', ignored: 'quiet' } as const;

/** A message to try a mapping on. */
export interface Sample {
  readonly topic: string;
  readonly payloadBase64: string;
  readonly receivedTime?: string | undefined;
}

export interface MappingPreviewProps {
  readonly mapping: MappingRow;
  readonly sample: Sample;
  readonly siteId: string | undefined;
}

/** A message and the facts a mapping makes of it, as the mapping is edited. */
export function MappingPreview({ mapping, sample, siteId }: MappingPreviewProps) {
  const [topic, setTopic] = useState(sample.topic);
  const [typed, setTyped] = useState('');
  const payloadBase64 = sample.payloadBase64 === '' ? base64Of(typed) : sample.payloadBase64;
  const question = useThrottled(JSON.stringify({ mapping, topic, payloadBase64 }), askedEveryMs);
  const isReady = topic !== '' && payloadBase64 !== '';
  const { data, error } = useQuery(
    'mappings.preview',
    isReady
      ? {
          ...(JSON.parse(question) as { mapping: MappingRow; topic: string; payloadBase64: string }),
          ...(siteId === undefined ? {} : { siteId }),
          ...(sample.receivedTime === undefined ? {} : { receivedTime: sample.receivedTime }),
        }
      : undefined,
  );
  return (
    <Card
      title={text.title}
      actions={
        <span role="status">
          {data !== undefined && <Badge tone={tones[data.outcome]}>{text.outcome[data.outcome]}</Badge>}
        </span>
      }
    >
      {!isReady && <p className={styles['hint']}>{text.nothing}</p>}
      {error !== undefined && (
        <p className={styles['failure']} role="alert">{`${text.failed}: ${error.message}`}</p>
      )}
      {data !== undefined && data.facts.length > 0 && <FactTable facts={data.facts} />}
      {data?.ignored !== undefined && <p className={styles['hint']}>{data.ignored}</p>}
      <ul className={styles['problems']}>
        {data?.problems.map(({ reason, detail }) => (
          <li key={detail}>
            <strong>{reasonText[reason]}</strong> {detail}
          </li>
        ))}
      </ul>
      <div className={styles['sample']}>
        <Field label={text.topic}>
          <Input value={topic} onValueChange={setTopic} />
        </Field>
        {sample.payloadBase64 === '' ? (
          <Field label={text.payload}>
            <TextArea value={typed} onValueChange={setTyped} />
          </Field>
        ) : (
          <PayloadView base64={sample.payloadBase64} label={text.message} />
        )}
      </div>
    </Card>
  );
}

function FactTable({ facts }: { readonly facts: readonly ObservationEventRow[] }) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{text.columns.time}</th>
          <th scope="col">{text.columns.device}</th>
          <th scope="col">{text.columns.fact}</th>
          <th scope="col">{text.columns.flags}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact, index) => (
          <tr key={`${index} ${fact.kind}`}>
            <td>
              <Time at={fact.time} />
            </td>
            <td>{fact.deviceId}</td>
            <td>{factWords(fact)}</td>
            <td>{fact.quality.map((flag) => qualityText[flag].label).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function base64Of(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join(''));
}
