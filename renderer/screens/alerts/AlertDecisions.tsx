import {
  AlarmClock,
  AlarmClockOff,
  BellOff,
  BellRing,
  CircleCheck,
  type LucideIcon,
  MessageSquare,
  UserPlus,
  Wrench,
} from 'lucide-react';

import { decisionKeys } from '#renderer/alerts/decision-keys.ts';
import { type Decision, decisionText } from '#renderer/text/alerts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';

import styles from './AlertsScreen.module.css';

const icons: Readonly<Record<Decision, LucideIcon>> = {
  acknowledge: BellRing,
  resolve: CircleCheck,
  shelve: AlarmClock,
  unshelve: AlarmClockOff,
  comment: MessageSquare,
  assign: UserPlus,
  'out-of-service': BellOff,
  'in-service': Wrench,
};

export interface AlertDecisionsProps {
  readonly decisions: readonly Decision[];
  readonly onDecide: (decision: Decision) => void;
}

/** What can be done about an alert, each with its letter. */
export function AlertDecisions({ decisions, onDecide }: AlertDecisionsProps) {
  return (
    <div className={styles['decisions']}>
      {decisions.map((decision, index) => (
        <Button
          key={decision}
          size="sm"
          variant={index === 0 && decision !== 'comment' ? 'primary' : 'secondary'}
          {...(index === 0 ? { icon: icons[decision] } : {})}
          onClick={() => onDecide(decision)}
          aria-keyshortcuts={decisionKeys[decision]}
        >
          {decisionText[decision].button} <KeyHint keys={[decisionKeys[decision]]} />
        </Button>
      ))}
    </div>
  );
}
