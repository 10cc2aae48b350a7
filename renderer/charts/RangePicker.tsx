import { CalendarClock } from 'lucide-react';
import { useState } from 'react';

import { rangeText } from '../text/charts.ts';
import { Button } from '../ui/Button.tsx';
import { Popover } from '../ui/Popover.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { RangeForm } from './RangeForm.tsx';
import styles from './RangePicker.module.css';
import { type FixedRange, type RangeChoice, type RangePreset, rangePresets } from './time-range.ts';

export interface RangePickerProps {
  readonly choice: RangeChoice;
  readonly timeZone: string;
  readonly onPreset: (preset: RangePreset) => void;
  readonly onFixed: (fixed: FixedRange) => void;
}

const options = rangePresets.map((value) => ({ value, label: rangeText.preset[value] }));

/** The last hour, day, week … or a range of one's own. */
export function RangePicker({ choice, timeZone, onPreset, onFixed }: RangePickerProps) {
  const [open, setOpen] = useState(false);
  const isFixed = choice.fixed !== undefined;
  return (
    <div className={styles['picker']}>
      <SegmentedControl<RangePreset | 'custom'>
        label={rangeText.label}
        value={isFixed ? 'custom' : choice.preset}
        options={options}
        onChange={(value) => value !== 'custom' && onPreset(value)}
      />
      <Popover
        trigger={
          <Button variant={isFixed ? 'secondary' : 'ghost'} icon={CalendarClock} aria-pressed={isFixed}>
            {rangeText.custom}
          </Button>
        }
        title={rangeText.customTitle}
        open={open}
        onOpenChange={setOpen}
        align="start"
      >
        <RangeForm
          fixed={choice.fixed}
          timeZone={timeZone}
          onApply={(fixed) => {
            setOpen(false);
            onFixed(fixed);
          }}
        />
      </Popover>
    </div>
  );
}
