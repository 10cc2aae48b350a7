import { CalendarClock } from 'lucide-react';
import { useState } from 'react';

import { rangeText } from '../text/charts.ts';
import { Button } from '../ui/Button.tsx';
import { Popover } from '../ui/Popover.tsx';
import { type Segment, SegmentedControl } from '../ui/SegmentedControl.tsx';
import { RangeForm } from './RangeForm.tsx';
import styles from './RangePicker.module.css';
import type { FixedRange } from './time-range.ts';

export interface RangePickerProps<Preset extends string> {
  /** Spans that end now. */
  readonly presets: readonly Segment<Preset>[];
  readonly preset: Preset;
  /** A range of one's own; it takes the place of the preset. */
  readonly fixed: FixedRange | undefined;
  /** Zone of the times that are typed. */
  readonly timeZone: string;
  readonly onPreset: (preset: Preset) => void;
  readonly onFixed: (fixed: FixedRange) => void;
}

/** The last hour, day, week … or a range of one's own. */
export function RangePicker<Preset extends string>(props: RangePickerProps<Preset>) {
  const { presets, preset, fixed, timeZone, onPreset, onFixed } = props;
  const [open, setOpen] = useState(false);
  const isFixed = fixed !== undefined;
  return (
    <div className={styles['picker']}>
      <SegmentedControl<Preset | ''>
        label={rangeText.label}
        value={isFixed ? '' : preset}
        options={presets}
        onChange={(value) => value !== '' && onPreset(value)}
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
      >
        <RangeForm
          fixed={fixed}
          timeZone={timeZone}
          onApply={(next) => {
            setOpen(false);
            onFixed(next);
          }}
        />
      </Popover>
    </div>
  );
}
