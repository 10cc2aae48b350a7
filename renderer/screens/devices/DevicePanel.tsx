import { CircleHelp, Pencil } from 'lucide-react';
import { useState } from 'react';

import type { DeviceStateRow } from '#shared/contract/types.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';

import { DeviceFacts } from './DeviceFacts.tsx';
import { DeviceForm } from './DeviceForm.tsx';
import { kindOf } from './device-kind.ts';
import { HealthMark } from './HealthMark.tsx';
import { LatestObservations } from './LatestObservations.tsx';

export interface DevicePanelProps {
  readonly deviceId: string;
  /** undefined: a link to a device that is not there. */
  readonly row: DeviceStateRow | undefined;
}

function close(): void {
  setParams({ device: undefined });
}

/** Everything known of one device, and its settings. */
export function DevicePanel({ deviceId, row }: DevicePanelProps) {
  const [isEditing, setEditing] = useState(false);
  const [hasEdited, setEdited] = useState(false);
  const mayCommand = useMayCommand();
  if (row === undefined) {
    return (
      <Panel title={deviceId} onClose={close}>
        <EmptyState icon={CircleHelp} title={devicesText.panel.gone}>
          {devicesText.panel.goneText}
        </EmptyState>
      </Panel>
    );
  }
  if (isEditing) return <DeviceForm row={row} onDone={() => setEditing(false)} />;
  const edit = (): void => {
    setEditing(true);
    setEdited(true);
  };
  return (
    <Panel
      title={deviceId}
      subtitle={kindOf(row)}
      onClose={close}
      actions={
        mayCommand && (
          <Button icon={Pencil} size="sm" onClick={edit} autoFocus={hasEdited}>
            {devicesText.panel.edit}
          </Button>
        )
      }
    >
      <Section title={devicesText.panel.facts} actions={<HealthMark row={row} />}>
        <DeviceFacts row={row} />
      </Section>
      <LatestObservations
        deviceId={deviceId}
        stored={row.messages.stored}
        {...(row.timeZone === undefined ? {} : { timeZone: row.timeZone })}
      />
    </Panel>
  );
}
