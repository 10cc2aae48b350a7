import { badAddress } from './bad-address.ts';
import { badProbe } from './bad-probe.ts';
import { breakdown } from './breakdown.ts';
import { carrierError } from './carrier-error.ts';
import { clockSkew } from './clock-skew.ts';
import { clonedLabel } from './cloned-label.ts';
import { deadSensor } from './dead-sensor.ts';
import { detour } from './detour.ts';
import { doorOpen } from './door-open.ts';
import { driftingSensor } from './drifting-sensor.ts';
import { duplicateScans } from './duplicate-scans.ts';
import { falseDelivery } from './false-delivery.ts';
import { foreignParcel } from './foreign-parcel.ts';
import { gpsDropout } from './gps-dropout.ts';
import { gpsJump } from './gps-jump.ts';
import { lateDeparture } from './late-departure.ts';
import { lateSync } from './late-sync.ts';
import { lostParcel } from './lost-parcel.ts';
import { lostScans } from './lost-scans.ts';
import { miscount } from './miscount.ts';
import { misreadLabel } from './misread-label.ts';
import { missedTruck } from './missed-truck.ts';
import { overcooling } from './overcooling.ts';
import { sideTrip } from './side-trip.ts';
import { swappedSteps } from './swapped-steps.ts';
import { trafficJam } from './traffic-jam.ts';
import { unscannedLoading } from './unscanned-loading.ts';
import { weakBattery } from './weak-battery.ts';
import { wrongDoor } from './wrong-door.ts';
import { wrongSite } from './wrong-site.ts';
import type { Fault } from './fault.ts';

/** All faults, in the order in which they are applied. */
export const faults: readonly Fault[] = [
  wrongSite,
  missedTruck,
  lostParcel,
  trafficJam,
  lateDeparture,
  breakdown,
  detour,
  sideTrip,
  badAddress,
  doorOpen,
  overcooling,
  duplicateScans,
  clonedLabel,
  swappedSteps,
  miscount,
  wrongDoor,
  falseDelivery,
  misreadLabel,
  foreignParcel,
  carrierError,
  unscannedLoading,
  lostScans,
  lateSync,
  clockSkew,
  gpsDropout,
  gpsJump,
  deadSensor,
  badProbe,
  driftingSensor,
  weakBattery,
];
