import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';

import { maxLines } from '#renderer/charts/chart-line.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { formatCount } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import type { VehicleStateRow } from '#shared/contract/types.ts';

import { filterSensors, type SensorItem, valueOf } from './sensor-items.ts';
import styles from './SensorPanel.module.css';

export interface ComparePickerProps {
  readonly item: SensorItem;
  readonly items: readonly SensorItem[];
  readonly types: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

const listed = 40;

/** Chooses the other sensors drawn in the same charts. */
export function ComparePicker(props: ComparePickerProps) {
  return (
    <Popover
      title={sensorsText.compareTitle}
      trigger={
        <Button variant="ghost" icon={GitCompareArrows}>
          {sensorsText.compare}
        </Button>
      }
    >
      <CompareList {...props} />
    </Popover>
  );
}

/** What it rides on now, as far as anybody said so. */
function useVehicleOf({ row }: SensorItem): VehicleStateRow | undefined {
  return useLive('vehicles.live', {}).rows?.find(
    ({ deviceIds, vehicleId }) => deviceIds.includes(row.deviceId) && vehicleId !== row.deviceId,
  );
}

function CompareList({ item, items, types, chosen, onChange }: ComparePickerProps) {
  const [q, setQ] = useState('');
  const vehicle = useVehicleOf(item);
  const isBeside = ({ row }: SensorItem): boolean => vehicle?.deviceIds.includes(row.deviceId) === true;
  const others = items
    .filter((each) => each !== item && types.some((type) => valueOf(each, type) !== undefined))
    .sort(
      (a, b) =>
        Number(isBeside(b)) - Number(isBeside(a)) || a.title.localeCompare(b.title, 'en', { numeric: true }),
    );
  const beside = others.filter(isBeside).slice(0, maxLines - 1);
  const found = filterSensors(others, { q, site: '', quantity: '', staleOnly: false }, 0);
  const isFull = chosen.length >= maxLines - 1;
  if (others.length === 0) return <p className={styles['aside']}>{sensorsText.compareNone}</p>;
  return (
    <div className={styles['compareList']}>
      <Input
        aria-label={sensorsText.compareFilter}
        placeholder={sensorsText.compareFilter}
        value={q}
        onValueChange={setQ}
      />
      {vehicle !== undefined && beside.length > 0 && (
        <Button size="sm" onClick={() => onChange(beside.map(({ row }) => row.sensorId))}>
          {sensorsText.compareVehicle(formatCount(beside.length), vehicle.name ?? vehicle.vehicleId)}
        </Button>
      )}
      <ul className={styles['choices']}>
        {found.slice(0, listed).map((each) => {
          const { row, title, site } = each;
          const where = isBeside(each) ? (vehicle?.name ?? vehicle?.vehicleId) : (site?.name ?? row.siteId);
          const isChosen = chosen.includes(row.sensorId);
          return (
            <li key={row.sensorId} className={styles['choice']}>
              <Checkbox
                checked={isChosen}
                disabled={isFull && !isChosen}
                onCheckedChange={(checked) =>
                  onChange(checked ? [...chosen, row.sensorId] : chosen.filter((id) => id !== row.sensorId))
                }
              >
                {title} <span className={styles['aside']}>{where}</span>
              </Checkbox>
            </li>
          );
        })}
      </ul>
      {found.length > listed && (
        <p className={styles['aside']}>{sensorsText.compareMore(formatCount(found.length - listed))}</p>
      )}
      {isFull && <p className={styles['aside']}>{sensorsText.compareFull}</p>}
    </div>
  );
}
