import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';

import type { NoticeChannelRow, NoticeRuleEntry } from '#shared/contract/types.ts';
import { alertKinds, severities } from '#shared/domain/alert.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { alertKindText, severityText } from '#renderer/text/alerts.ts';
import { noticesText } from '#renderer/text/notices.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { idOf, isSound, type RuleDraft, ruleDraftOf, ruleProblems, rulePut } from './notice-draft.ts';
import { NoticeStepFields } from './NoticeStepFields.tsx';
import own from './NoticesSection.module.css';
import styles from './ProfilesSection.module.css';

const { rule: text } = noticesText;
const mostSteps = 10;

export interface NoticeRuleDialogProps {
  /** undefined: a new one. */
  readonly rule: NoticeRuleEntry | undefined;
  readonly taken: ReadonlySet<string>;
  readonly channels: readonly NoticeChannelRow[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Says who is told of which alerts, in which steps, and when not. */
export function NoticeRuleDialog({ rule, taken, channels, onSaved, onClose }: NoticeRuleDialogProps) {
  const [draft, setDraft] = useState(() => ruleDraftOf(rule));
  const [isTried, setTried] = useState(false);
  const put = useCommand('noticeRules.put');
  const toast = useToast();
  const nameInput = useRef<HTMLInputElement>(null);
  const problems = ruleProblems(draft);
  const shown = isTried ? problems : { steps: {} };
  const set = (patch: Partial<RuleDraft>): void => setDraft((was) => ({ ...was, ...patch }));

  async function save(): Promise<void> {
    setTried(true);
    if (!isSound(problems)) return;
    const outcome = await put.run(rulePut(draft, rule?.ruleId ?? idOf(draft.name, taken)));
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(draft.name.trim()) });
    onSaved();
  }

  return (
    <FormDialog
      size="lg"
      initialFocus={nameInput}
      title={rule === undefined ? text.createTitle : text.editTitle(rule.name)}
      description={text.text}
      confirm={text.save}
      isBusy={put.isBusy}
      failure={shown.whole ?? put.error?.message}
      onSubmit={save}
      onClose={onClose}
    >
      <div className={own['thirds']}>
        <Field label={text.name} error={shown.name}>
          <Input ref={nameInput} value={draft.name} onValueChange={(name) => set({ name })} maxLength={200} />
        </Field>
        <Field label={text.severity}>
          <Select
            value={draft.minSeverity}
            onValueChange={(minSeverity) => set({ minSeverity })}
            options={severities.map((value) => ({ value, label: severityText[value] }))}
          />
        </Field>
        <Field label={text.assignTo} hint={text.assignHint}>
          <Input value={draft.assignTo} onValueChange={(assignTo) => set({ assignTo })} maxLength={200} />
        </Field>
      </div>
      <Steps draft={draft} channels={channels} problems={shown.steps} set={set} />
      <QuietFields draft={draft} problems={shown} set={set} />
      <Kinds draft={draft} set={set} />
      <Checkbox checked={draft.enabled} onCheckedChange={(enabled) => set({ enabled })}>
        {text.enabled}
      </Checkbox>
    </FormDialog>
  );
}

interface PartProps {
  readonly draft: RuleDraft;
  readonly set: (patch: Partial<RuleDraft>) => void;
}

function Steps({
  draft: { steps },
  channels,
  problems,
  set,
}: PartProps & {
  readonly channels: readonly NoticeChannelRow[];
  readonly problems: ReturnType<typeof ruleProblems>['steps'];
}) {
  return (
    <section className={own['part']} aria-label={text.steps}>
      <h3>{text.steps}</h3>
      {steps.map((step, index) => (
        <NoticeStepFields
          key={step.key}
          number={index + 1}
          draft={step}
          channels={channels}
          problems={problems[step.key]}
          onChange={(patch) =>
            set({ steps: steps.map((other) => (other === step ? { ...other, ...patch } : other)) })
          }
          onRemove={() => set({ steps: steps.filter((other) => other !== step) })}
        />
      ))}
      {steps.length < mostSteps && (
        <Button
          size="sm"
          icon={Plus}
          className={styles['add']}
          onClick={() => {
            const key = Math.max(-1, ...steps.map((step) => step.key)) + 1;
            const afterMin = steps.length === 0 ? '0' : '';
            set({ steps: [...steps, { key, afterMin, channelIds: steps.at(-1)?.channelIds ?? [] }] });
          }}
        >
          {text.addStep}
        </Button>
      )}
    </section>
  );
}

function QuietFields({
  draft,
  problems,
  set,
}: PartProps & { readonly problems: { readonly quietFrom?: string; readonly quietTo?: string } }) {
  const options = [
    { value: '' as const, label: text.nobody },
    ...severities.toReversed().map((value) => ({ value, label: severityText[value] })),
  ];
  return (
    <section className={own['part']} aria-label={text.quiet}>
      <h3>
        {text.quiet} <span className={own['hint']}>{text.quietHint}</span>
      </h3>
      <div className={own['thirds']}>
        <Field label={text.quietFrom} error={problems.quietFrom}>
          <Input value={draft.quietFrom} onValueChange={(quietFrom) => set({ quietFrom })} maxLength={5} />
        </Field>
        <Field label={text.quietTo} error={problems.quietTo}>
          <Input value={draft.quietTo} onValueChange={(quietTo) => set({ quietTo })} maxLength={5} />
        </Field>
        <Field label={text.exceptFrom}>
          <Select
            value={draft.exceptFrom}
            onValueChange={(exceptFrom) => set({ exceptFrom })}
            options={options}
          />
        </Field>
      </div>
    </section>
  );
}

function Kinds({ draft: { kinds }, set }: PartProps) {
  return (
    <section className={own['part']} aria-label={text.kinds}>
      <h3>
        {text.kinds} <span className={own['hint']}>{text.kindsHint}</span>
      </h3>
      <div className={own['kinds']}>
        {alertKinds.map((kind) => (
          <Checkbox
            key={kind}
            checked={kinds.includes(kind)}
            onCheckedChange={(checked) =>
              set({ kinds: checked ? [...kinds, kind] : kinds.filter((known) => known !== kind) })
            }
          >
            {alertKindText[kind]}
          </Checkbox>
        ))}
      </div>
    </section>
  );
}
