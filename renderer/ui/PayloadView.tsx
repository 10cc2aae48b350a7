import { useMemo, useState } from 'react';

import { commonText } from '../text/common.ts';
import {
  bytesOfBase64,
  payloadFormLabels,
  payloadForms,
  payloadHex,
  payloadJson,
  payloadText,
  type PayloadForm,
} from '../text/payload.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { SegmentedControl } from './SegmentedControl.tsx';
import styles from './PayloadView.module.css';

export interface PayloadViewProps {
  readonly base64: string;
  readonly label: string;
}

/** The raw bytes of a message as JSON, text or hex; starts with the first that fits. */
export function PayloadView({ base64, label }: PayloadViewProps) {
  const bytes = useMemo(() => bytesOfBase64(base64), [base64]);
  const json = useMemo(() => payloadJson(bytes), [bytes]);
  const [chosen, setChosen] = useState<PayloadForm>();
  if (bytes.length === 0) return <p className={styles['empty']}>{commonText.payloadEmpty}</p>;
  const form = chosen === 'json' && json === undefined ? undefined : chosen;
  const shown = form ?? (json !== undefined ? 'json' : looksBinary(bytes) ? 'hex' : 'text');
  return (
    <div className={styles['payload']}>
      <SegmentedControl
        label={commonText.payloadView}
        value={shown}
        onChange={setChosen}
        options={payloadForms.map((value) => ({
          value,
          label: payloadFormLabels[value],
          ...(value === 'json' && json === undefined
            ? { disabled: true, tip: commonText.payloadNotJson }
            : {}),
        }))}
      />
      <CodeBlock label={label} text={textOf(shown, bytes, json)} wrap={shown === 'text'} />
    </div>
  );
}

function textOf(form: PayloadForm, bytes: Uint8Array, json: string | undefined): string {
  if (form === 'hex') return payloadHex(bytes);
  return form === 'json' && json !== undefined ? json : payloadText(bytes);
}

function looksBinary(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 512));
  const odd = Array.from(text).filter(
    (char) => char === '\uFFFD' || (char < ' ' && !'\r\n\t'.includes(char)),
  ).length;
  return odd > text.length / 10;
}
