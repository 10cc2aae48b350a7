export { useKnownNow, useNow } from '../ui/clock.ts';
