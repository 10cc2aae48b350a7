import { Trash2 } from 'lucide-react';

import type { NoticeChannelRow } from '#shared/contract/types.ts';

import { noticesText } from '#renderer/text/notices.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Input } from '#renderer/ui/Input.tsx';

import type { RuleProblems, StepDraft } from './notice-draft.ts';
import styles from './NoticesSection.module.css';

const { rule: text } = noticesText;

export interface NoticeStepFieldsProps {
  /** Counted from one. */
  readonly number: number;
  readonly draft: StepDraft;
  readonly channels: readonly NoticeChannelRow[];
  readonly problems: RuleProblems['steps'][number] | undefined;
  readonly onChange: (patch: Partial<StepDraft>) => void;
  readonly onRemove: () => void;
}

/** One step of a rule: after how long, over which channels. */
export function NoticeStepFields(props: NoticeStepFieldsProps) {
  const { number, draft, channels, problems, onChange, onRemove } = props;
  const { channelIds } = draft;
  return (
    <fieldset className={styles['step']}>
      <legend className="visually-hidden">{text.step(number)}</legend>
      <Field label={text.afterMin} error={problems?.afterMin}>
        <Input
          value={draft.afterMin}
          inputMode="decimal"
          onValueChange={(afterMin) => onChange({ afterMin })}
        />
      </Field>
      <div className={styles['over']} role="group" aria-label={text.over}>
        {channels.map(({ channelId, name }) => (
          <Checkbox
            key={channelId}
            checked={channelIds.includes(channelId)}
            onCheckedChange={(checked) =>
              onChange({
                channelIds: checked
                  ? [...channelIds, channelId]
                  : channelIds.filter((known) => known !== channelId),
              })
            }
          >
            {name}
          </Checkbox>
        ))}
        {problems?.channelIds !== undefined && (
          <p className={styles['wrong']} role="alert">
            {problems.channelIds}
          </p>
        )}
      </div>
      <IconButton icon={Trash2} size="sm" label={text.removeStep(number)} onClick={onRemove} />
    </fieldset>
  );
}
