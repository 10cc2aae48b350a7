import type { OracleScan } from './journey-oracle.ts';

export const storyVehicles: readonly string[] = ['V1', 'V2'];
const pallets = ['PAL1', 'PAL2', 'PAL3'];
const things = ['P', 'Q', 'J', ...pallets, ...pallets, ...storyVehicles];
const sites = ['A', 'B', 'C', undefined];
const steps = [
  'picking',
  'packing',
  'packing',
  'loading',
  'loading',
  'loading',
  'departing',
  'arriving',
  'unloading',
  'unpacking',
  'receiving',
  'storing',
  'staging_outbound',
  'transporting',
  'inspecting',
  'holding',
  undefined,
];
const outcomes = ['delivered', 'attempt-failed', 'available-for-pickup', 'refused', 'returned'];
const longest = 14;
const minutes = 40;

function oneOf<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** A history nobody would plan: up to 14 scans of things on things, each in a minute of its own, in no order. */
export function randomStory(random: () => number): OracleScan[] {
  const times = new Set<number>();
  const count = 2 + Math.floor(random() * (longest - 1));
  while (times.size < count) times.add(1 + Math.floor(random() * minutes));
  return [...times].map((at) => randomScan(random, at));
}

function randomScan(random: () => number, at: number): OracleScan {
  const codes = [
    ...new Set(random() < 0.3 ? [oneOf(random, things), oneOf(random, things)] : [oneOf(random, things)]),
  ];
  const isVehicle = codes.some((code) => storyVehicles.includes(code));
  const onto =
    isVehicle || random() < 0.3 ? undefined : oneOf(random, [...pallets, ...storyVehicles, ...storyVehicles]);
  const carrier = onto === undefined || codes.includes(onto) ? undefined : onto;
  const isParent = carrier !== undefined && pallets.includes(carrier);
  return {
    at,
    codes,
    site: oneOf(random, sites),
    step: oneOf(random, steps),
    outcome: random() < 0.12 ? oneOf(random, outcomes) : undefined,
    parent: isParent ? carrier : undefined,
    vehicle: isParent ? undefined : carrier,
  };
}
