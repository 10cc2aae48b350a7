import { useId, useState } from 'react';

import type { ParamsIn } from '#shared/contract/index.ts';
import { isSuspect } from '#shared/domain/quality.ts';

import { hrefOf, setParams } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { commonText } from '#renderer/text/common.ts';
import { dataQualityText } from '#renderer/text/data-quality.ts';
import { visibleText } from '#renderer/text/payload.ts';
import { qualityText } from '#renderer/text/quality.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './DataQualityScreen.module.css';
import { DecisionMark, doubtWhat, DoubtValue } from './doubt-columns.tsx';
import type { Doubt } from './doubts.ts';

const { doubts: text } = dataQualityText;

type Decision = ParamsIn<'doubts.decide'>['decision'];

const close = (): void => setParams({ doubt: undefined });

export interface DoubtPanelProps {
  /** undefined: it is no longer in the list. */
  readonly doubt: Doubt | undefined;
  readonly onDecided: () => void;
}

/** One fact in doubt: what it says, why that is doubted, and what is to be done about it. */
export function DoubtPanel({ doubt, onDecided }: DoubtPanelProps) {
  const mayCommand = useMayCommand();
  const [asked, setAsked] = useState<Decision>();
  if (doubt === undefined) {
    return (
      <Panel title={text.gone} onClose={close}>
        <p>{text.goneText}</p>
      </Panel>
    );
  }
  const offered: readonly Decision[] = doubt.decision === 'open' ? ['rejected', 'accepted'] : ['open'];
  const labels = { accepted: text.accept, rejected: text.reject, open: text.reopen } as const;
  return (
    <Panel
      title={doubtWhat(doubt)}
      subtitle={visibleText(doubt.deviceId)}
      onClose={close}
      footer={
        mayCommand && (
          <span className={styles['buttons']}>
            {offered.map((decision) => (
              <Button
                key={decision}
                variant={decision === 'accepted' ? 'primary' : 'secondary'}
                onClick={() => setAsked(decision)}
              >
                {labels[decision]}
              </Button>
            ))}
          </span>
        )
      }
    >
      <DoubtFacts doubt={doubt} />
      {asked !== undefined && (
        <DecideDialog
          doubt={doubt}
          decision={asked}
          onDecided={onDecided}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  );
}

function DoubtFacts({ doubt }: { readonly doubt: Doubt }) {
  const flags = doubt.quality.filter((flag) => isSuspect([flag]));
  return (
    <>
      <Section title={text.why}>
        {flags.map((flag) => (
          <p key={flag}>
            <strong>{qualityText[flag].label}</strong>
            {`: ${qualityText[flag].meaning}`}
          </p>
        ))}
      </Section>
      <Section title={text.facts}>
        <Facts
          items={[
            { label: text.value, value: <DoubtValue doubt={doubt} /> },
            { label: text.time, value: <Time at={doubt.time} withAge /> },
            {
              label: text.device,
              value: (
                <a href={hrefOf('/devices', { device: doubt.deviceId })}>{visibleText(doubt.deviceId)}</a>
              ),
            },
            { label: text.columns.decision, value: <DecisionMark doubt={doubt} /> },
            ...(doubt.decidedTime === undefined
              ? []
              : [
                  { label: text.decided, value: <Time at={doubt.decidedTime} withAge /> },
                  { label: text.columns.by, value: doubt.decidedBy ?? '' },
                  { label: text.note, value: doubt.note ?? '' },
                ]),
          ]}
        />
      </Section>
    </>
  );
}

interface DecideDialogProps {
  readonly doubt: Doubt;
  readonly decision: Decision;
  readonly onDecided: () => void;
  readonly onClose: () => void;
}

function DecideDialog({ doubt, decision, onDecided, onClose }: DecideDialogProps) {
  const decide = useCommand('doubts.decide');
  const formId = useId();
  const [note, setNote] = useState('');
  const { kind, deviceId, channel, type, time } = doubt;

  async function send(): Promise<void> {
    const outcome = await decide.run({
      kind,
      deviceId,
      ...(channel === undefined ? {} : { channel }),
      ...(type === undefined ? {} : { type }),
      from: time,
      to: time,
      decision,
      note,
    });
    if (!outcome.ok) return;
    onDecided();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text.dialog[decision]}
      description={text.meaning[decision]}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={decide.isBusy}
            disabled={note.trim() === ''}
          >
            {text.dialog[decision]}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field label={text.note} error={decide.error?.message}>
          <TextArea value={note} onValueChange={setNote} />
        </Field>
      </form>
    </Dialog>
  );
}
