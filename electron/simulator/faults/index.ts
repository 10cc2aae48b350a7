import { clockSkew } from './clock-skew.ts';
import { deadSensor } from './dead-sensor.ts';
import { doorOpen } from './door-open.ts';
import { duplicateScans } from './duplicate-scans.ts';
import type { Fault } from './fault.ts';
import { gpsDropout } from './gps-dropout.ts';
import { gpsJump } from './gps-jump.ts';
import { lateSync } from './late-sync.ts';
import { lostScans } from './lost-scans.ts';
import { trafficJam } from './traffic-jam.ts';
import { wrongSite } from './wrong-site.ts';

/** All faults, in the order in which they are applied. */
export const faults: readonly Fault[] = [
  wrongSite,
  trafficJam,
  doorOpen,
  duplicateScans,
  lostScans,
  lateSync,
  clockSkew,
  gpsDropout,
  gpsJump,
  deadSensor,
];
