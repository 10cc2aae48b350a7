import { payloadKinds, timeKinds } from '#shared/domain/mapping.ts';
import { mappingsText } from '#renderer/text/mappings.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import type { HeadField, MappingDraft } from './mapping-draft.ts';
import styles from './Mappings.module.css';

const { editor: text } = mappingsText;
const payloads = payloadKinds.map((value) => ({ value, label: text.payloads[value] }));
const times = timeKinds.map((value) => ({ value, label: text.timeKinds[value] }));
const hints: Partial<Record<HeadField, string>> = { topic: text.topicHint, records: text.recordsHint };

export interface MappingHeadProps {
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
  readonly isNew: boolean;
}

/** Which messages, and whose records they hold. */
export function MappingHead({ draft, onChange, isNew }: MappingHeadProps) {
  const headInput = (field: HeadField) => (
    <Field label={text[field]} hint={hints[field]}>
      <Input
        value={draft.head[field]}
        onValueChange={(value) => onChange({ ...draft, head: { ...draft.head, [field]: value } })}
      />
    </Field>
  );
  return (
    <div className={styles['fields']}>
      <Field label={text.source} hint={text.sourceHint}>
        <Input
          value={draft.sourceId}
          readOnly={!isNew}
          onValueChange={(sourceId) => onChange({ ...draft, sourceId })}
        />
      </Field>
      <Field label={text.topicFilter} hint={text.topicFilterHint}>
        <Input
          value={draft.topicFilter}
          onValueChange={(topicFilter) => onChange({ ...draft, topicFilter })}
        />
      </Field>
      {headInput('topic')}
      <Field label={text.payload}>
        <Select
          value={draft.payload}
          options={payloads}
          onValueChange={(payload) => onChange({ ...draft, payload })}
        />
      </Field>
      {draft.payload === 'csv' && (
        <>
          <Field label={text.delimiter}>
            <Input
              value={draft.delimiter}
              maxLength={1}
              onValueChange={(delimiter) => onChange({ ...draft, delimiter })}
            />
          </Field>
          <Field label={text.csvColumns} hint={text.csvColumnsHint}>
            <Input value={draft.columns} onValueChange={(columns) => onChange({ ...draft, columns })} />
          </Field>
        </>
      )}
      {headInput('records')}
      {headInput('device')}
      {headInput('site')}
      {headInput('time')}
      <Field label={text.timeIs}>
        <Select
          value={draft.timeIs}
          options={times}
          onValueChange={(timeIs) => onChange({ ...draft, timeIs })}
        />
      </Field>
      {headInput('timeZone')}
      {headInput('seq')}
      {headInput('boot')}
    </div>
  );
}
