import { useId, useState } from 'react';

import type { ResultOf } from '#shared/contract/index.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { commonText } from '#renderer/text/common.ts';
import { dataQualityText } from '#renderer/text/data-quality.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Section } from '#renderer/ui/Section.tsx';

import styles from './DataQualityScreen.module.css';

const { limit: text } = dataQualityText;

type RateLimit = ResultOf<'rateLimit.get'>;

/** How much a device may send, and a way to change it. */
export function RateLimitBlock() {
  const { data, error, refresh } = useQuery('rateLimit.get', {});
  const mayCommand = useMayCommand();
  const [isChanging, setIsChanging] = useState(false);
  return (
    <Section
      title={text.title}
      actions={
        mayCommand && data !== undefined && <Button onClick={() => setIsChanging(true)}>{text.change}</Button>
      }
    >
      {error !== undefined && data === undefined && <ErrorState error={error} onRetry={refresh} />}
      {data !== undefined && <p>{text.now(formatCount(data.perSecond), formatCount(data.burst))}</p>}
      <p className={styles['quiet']}>{text.text}</p>
      {isChanging && data !== undefined && (
        <RateLimitDialog limit={data} onSaved={refresh} onClose={() => setIsChanging(false)} />
      )}
    </Section>
  );
}

interface RateLimitDialogProps {
  readonly limit: RateLimit;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function wholeOf(typed: string): number | undefined {
  return /^\d{1,7}$/.test(typed.trim()) && Number(typed) > 0 ? Number(typed) : undefined;
}

function RateLimitDialog({ limit, onSaved, onClose }: RateLimitDialogProps) {
  const put = useCommand('rateLimit.put');
  const formId = useId();
  const [perSecond, setPerSecond] = useState(String(limit.perSecond));
  const [burst, setBurst] = useState(String(limit.burst));
  const wanted = { perSecond: wholeOf(perSecond), burst: wholeOf(burst) };
  const isComplete = wanted.perSecond !== undefined && wanted.burst !== undefined;

  async function save(): Promise<void> {
    if (wanted.perSecond === undefined || wanted.burst === undefined) return;
    const outcome = await put.run({ perSecond: wanted.perSecond, burst: wanted.burst });
    if (!outcome.ok) return;
    onSaved();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text.title}
      description={text.defaults(formatCount(limit.defaultPerSecond), formatCount(limit.defaultBurst))}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={put.isBusy} disabled={!isComplete}>
            {text.save}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={text.perSecond} error={wanted.perSecond === undefined ? text.wrong : undefined}>
          <Input value={perSecond} onValueChange={setPerSecond} inputMode="numeric" />
        </Field>
        <Field label={text.burst} error={wanted.burst === undefined ? text.wrong : put.error?.message}>
          <Input value={burst} onValueChange={setBurst} inputMode="numeric" />
        </Field>
      </form>
    </Dialog>
  );
}
