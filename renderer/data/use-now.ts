export { useNow } from '../ui/clock.ts';
