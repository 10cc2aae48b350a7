import { useEffect, useState } from 'react';

import type {
  BrokerPassword,
  BrokerPasswordBridge,
  BrokerPasswords as Passwords,
} from '#shared/contract/bridge.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { broker: text } = settingsText;

/** Passwords of external brokers, in the desktop shell; there is nothing to show while there is no such broker. */
export function BrokerPasswords({ bridge }: { readonly bridge: BrokerPasswordBridge }) {
  const [passwords, setPasswords] = useState<Passwords>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    bridge.list().then(setPasswords, (error: unknown) => setProblem(sentenceOf(error)));
  }, [bridge]);

  async function change(carryOut: () => Promise<Passwords>): Promise<void> {
    try {
      setPasswords(await carryOut());
      setProblem(undefined);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  }

  if (problem === undefined && (passwords === undefined || passwords.brokers.length === 0)) return null;
  return (
    <Card title={text.passwordTitle}>
      <p className={styles['text']}>
        {passwords?.canKeep === false ? text.passwordNoKeep : text.passwordKeep}
      </p>
      {problem !== undefined && (
        <p className={styles['problem']} role="alert">
          {`${text.passwordFailed}: ${problem}`}
        </p>
      )}
      {passwords?.brokers.map((broker) => (
        <PasswordForm
          key={broker.url}
          broker={broker}
          onSet={(password) => void change(() => bridge.set(broker.url, password))}
          onForget={() => void change(() => bridge.forget(broker.url))}
        />
      ))}
    </Card>
  );
}

interface PasswordFormProps {
  readonly broker: BrokerPassword;
  readonly onSet: (password: string) => void;
  readonly onForget: () => void;
}

function PasswordForm({ broker, onSet, onForget }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  const isForgettable = broker.source === 'kept' || broker.source === 'session';
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (password === '') return;
        onSet(password);
        setPassword('');
      }}
    >
      <Field label={text.password(broker.url)} hint={text.passwordSources[broker.source]}>
        <Input type="password" autoComplete="new-password" value={password} onValueChange={setPassword} />
      </Field>
      <span className={styles['inline']}>
        <Button type="submit" disabled={password === ''}>
          {text.passwordSet}
        </Button>
        {isForgettable && <Button onClick={onForget}>{text.passwordForget}</Button>}
      </span>
    </form>
  );
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
