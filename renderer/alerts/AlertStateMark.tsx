import {
  AlarmClock,
  BellOff,
  BellRing,
  CircleCheck,
  History,
  Layers,
  Lock,
  type LucideIcon,
  Undo2,
  UserCheck,
} from 'lucide-react';

import type { AlertRow } from '#shared/contract/types.ts';
import type { AlertState } from '#shared/domain/alert.ts';

import { alertsText, alertStateText } from '#renderer/text/alerts.ts';
import type { Tone } from '#renderer/ui/tone.ts';

import styles from './alert-marks.module.css';

const looks: Readonly<Record<AlertState, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  'active-unacknowledged': { icon: BellRing, tone: 'bad' },
  'active-acknowledged': { icon: UserCheck, tone: 'warn' },
  'returned-unacknowledged': { icon: History, tone: 'warn' },
  latched: { icon: Lock, tone: 'info' },
  shelved: { icon: AlarmClock, tone: 'quiet' },
  suppressed: { icon: Layers, tone: 'quiet' },
  'out-of-service': { icon: BellOff, tone: 'quiet' },
  normal: { icon: CircleCheck, tone: 'ok' },
};

/** Where an alert is in its life, as icon, colour and words. */
export function AlertStateMark({ alert }: { readonly alert: Pick<AlertRow, 'state' | 'withdrawn'> }) {
  const { icon: Icon, tone } = alert.withdrawn
    ? ({ icon: Undo2, tone: 'quiet' } as const)
    : looks[alert.state];
  const { label, meaning } = alert.withdrawn
    ? { label: alertsText.amended.withdrawn, meaning: alertsText.panel.withdrawn }
    : alertStateText[alert.state];
  return (
    <span className={styles['mark']} data-tone={tone} data-tip={meaning}>
      <Icon size={14} aria-hidden />
      <span>{label}</span>
    </span>
  );
}
