import { type FormEvent, useId, useState } from 'react';

import type { ResultOf } from '#shared/contract/index.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { formatCount } from '#renderer/text/format.ts';
import { brokerTestText as text } from '#renderer/text/settings-places.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

/** Tries a broker of the user's own before Waymark is started with it. */
export function BrokerTest() {
  const [url, setUrl] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [verdict, setVerdict] = useState<ResultOf<'broker.test'>>();
  const test = useCommand('broker.test');
  const formId = useId();

  async function run(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (url.trim() === '' || test.isBusy) return;
    setVerdict(undefined);
    const outcome = await test.run({
      url: url.trim(),
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
    });
    if (outcome.ok) setVerdict(outcome.value);
  }

  return (
    <Card title={text.title}>
      <p className={styles['text']}>{text.text}</p>
      <form id={formId} className={styles['form']} onSubmit={(event) => void run(event)}>
        <Field label={text.url} hint={text.urlHint} error={test.error?.message}>
          <Input value={url} onValueChange={setUrl} inputMode="url" maxLength={2048} />
        </Field>
        <div className={styles['pair']}>
          <Field label={text.username}>
            <Input value={username} onValueChange={setUsername} />
          </Field>
          <Field label={text.password}>
            <Input type="password" autoComplete="new-password" value={password} onValueChange={setPassword} />
          </Field>
        </div>
        <span>
          <Button type="submit" busy={test.isBusy} disabled={url.trim() === ''}>
            {text.test}
          </Button>
        </span>
      </form>
      <div role="status" className={styles['verdict']}>
        {verdict !== undefined && <Verdict verdict={verdict} />}
      </div>
    </Card>
  );
}

function Verdict({ verdict }: { readonly verdict: ResultOf<'broker.test'> }) {
  const { ok, url, protocol, tookMs, problem } = verdict;
  if (!ok) return <StatusDot tone="bad" label={problem ?? ''} />;
  return (
    <>
      <StatusDot tone="ok" label={text.works(url, protocol ?? '', formatCount(tookMs ?? 0))} />
      <p className={styles['label']}>{text.how}</p>
      <CodeBlock text={`npm start -- --broker ${url}`} label={text.command} wrap />
    </>
  );
}
