import type { Mood } from './mood.ts';

/** Notes of each verdict: hertz and seconds. High and short is good; the lower and longer, the worse. */
const tunes: Readonly<Record<Mood, readonly (readonly [hertz: number, seconds: number])[]>> = {
  good: [[1047, 0.12]],
  again: [
    [660, 0.1],
    [660, 0.1],
  ],
  bad: [
    [247, 0.25],
    [175, 0.4],
  ],
  waiting: [[440, 0.08]],
};

let context: AudioContext | undefined;

/** Plays a verdict; a browser that does not let pages sound stays silent. */
export function play(mood: Mood): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume();
  let start = context.currentTime;
  for (const [hertz, seconds] of tunes[mood]) {
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + seconds);
    start += seconds + 0.04;
  }
}
