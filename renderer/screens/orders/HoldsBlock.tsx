import { Hand } from 'lucide-react';
import { useState } from 'react';

import type { HoldRow, OrderBelievedRow } from '#shared/contract/types.ts';
import { holdKinds, type HoldKind } from '#shared/domain/hold.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { holdText as text } from '#renderer/text/holds.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import styles from './blocks.module.css';
import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';

export interface HoldsBlockProps {
  readonly order: OrderBelievedRow;
  readonly timeZone: string;
}

/** What may not move, why, since when and by whom; holds are placed and lifted here. */
export function HoldsBlock({ order, timeZone }: HoldsBlockProps) {
  const [isPlacing, setPlacing] = useState(false);
  const [lifting, setLifting] = useState<HoldRow>();
  return (
    <Block
      title={text.title}
      actions={
        <Button size="sm" icon={Hand} data-tip={text.placeTip} onClick={() => setPlacing(true)}>
          {text.place}
        </Button>
      }
    >
      {order.holds.length === 0 && <p className={styles['quiet']}>{text.none}</p>}
      <ul>
        {order.holds.map((hold) => (
          <li key={hold.holdId} className={styles['hold']}>
            <span className={styles['flags']}>
              <Badge tone="warn" icon={Hand}>
                {text.kinds[hold.kind]}
              </Badge>
              <span>{text.subject(hold.subject.type, hold.subject.id)}</span>
            </span>
            <Button size="sm" onClick={() => setLifting(hold)}>
              {text.lift}
            </Button>
            <span className={styles['holdNote']}>{hold.note}</span>
            <span className={styles['holdNote']}>
              <span className={styles['quiet']}>
                {text.by(hold.who)} <Time at={hold.placedTime} timeZone={timeZone} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {isPlacing && <PlaceDialog order={order} onClose={() => setPlacing(false)} />}
      {lifting !== undefined && <LiftDialog hold={lifting} onClose={() => setLifting(undefined)} />}
    </Block>
  );
}

function option(type: HoldRow['subject']['type'], id: string) {
  return { value: `${type} ${id}`, label: text.subject(type, id) };
}

/** Everything of the order that can be held: itself, its parcels, and what they are in now. */
function subjectsOf(order: OrderBelievedRow): { readonly value: string; readonly label: string }[] {
  const vehicleIds = new Set(
    [order.location, ...order.parcels.map(({ location }) => location)].flatMap(({ kind, id }) =>
      kind === 'vehicle' && id !== undefined ? [id] : [],
    ),
  );
  const around = new Set(order.parcels.flatMap(({ on }) => on).filter((each) => !vehicleIds.has(each)));
  return [
    option('order', order.orderNumber),
    ...order.parcels.map(({ parcelId }) => option('parcel', parcelId)),
    ...[...around].map((id) => option('pallet', id)),
  ];
}

function PlaceDialog({ order, onClose }: { readonly order: OrderBelievedRow; readonly onClose: () => void }) {
  const subjects = subjectsOf(order);
  const [subject, setSubject] = useState(subjects[0]?.value ?? '');
  const [kind, setKind] = useState<HoldKind>('quality');
  const place = useCommand('holds.place');
  const space = subject.indexOf(' ');
  return (
    <NoteDialog
      title={text.placeTitle}
      description={<p>{text.placeText}</p>}
      confirm={text.placeConfirm}
      done={text.placed}
      isNoteNeeded
      isBusy={place.isBusy}
      error={place.error}
      run={async (note) => {
        // The options are made of a type, a space and an id.
        const type = subject.slice(0, space) as HoldRow['subject']['type'];
        return (await place.run({ subject: { type, id: subject.slice(space + 1) }, kind, note })).ok;
      }}
      onClose={onClose}
    >
      <Field label={text.what}>
        <Select value={subject} onValueChange={setSubject} options={subjects} />
      </Field>
      <Field label={text.why}>
        <Select
          value={kind}
          onValueChange={setKind}
          options={holdKinds.map((value) => ({ value, label: text.kinds[value] }))}
        />
      </Field>
    </NoteDialog>
  );
}

function LiftDialog({ hold, onClose }: { readonly hold: HoldRow; readonly onClose: () => void }) {
  const lift = useCommand('holds.lift');
  return (
    <NoteDialog
      title={text.liftTitle(text.subject(hold.subject.type, hold.subject.id))}
      description={<p>{text.liftText}</p>}
      confirm={text.liftConfirm}
      done={text.lifted}
      isBusy={lift.isBusy}
      error={lift.error}
      run={async (note) => (await lift.run({ holdId: hold.holdId, ...(note === '' ? {} : { note }) })).ok}
      onClose={onClose}
    />
  );
}
