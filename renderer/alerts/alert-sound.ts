import type { Severity } from '#shared/domain/alert.ts';

/** How a severity sounds: the worse, the higher, the more often. */
const tones: Readonly<Record<Severity, { readonly hz: number; readonly times: number }>> = {
  low: { hz: 440, times: 1 },
  medium: { hz: 550, times: 1 },
  high: { hz: 660, times: 2 },
  critical: { hz: 880, times: 4 },
};
const toneS = 0.18;
const pauseS = 0.1;
const loud = 0.25;
/** A click at both ends of a tone would be louder than the tone. */
const fadeS = 0.01;

let context: AudioContext | undefined;

/**
 * Sounds a severity. `blocked`: the browser plays nothing on this page before somebody has pressed something on it;
 * `unavailable`: it has no sound at all.
 */
export async function sound(severity: Severity): Promise<'played' | 'blocked' | 'unavailable'> {
  if (typeof AudioContext === 'undefined') return 'unavailable';
  context ??= new AudioContext();
  if (!(await wakes(context))) return 'blocked';
  const { hz, times } = tones[severity];
  for (let index = 0; index < times; index += 1)
    playTone(context, hz, context.currentTime + index * (toneS + pauseS));
  return 'played';
}

/** A context that waits for a press stays so for ever: what is not running in a moment will not. */
async function wakes(audio: AudioContext): Promise<boolean> {
  if (audio.state === 'running') return true;
  const moment = new Promise<void>((resolve) => {
    setTimeout(resolve, 300);
  });
  await Promise.race([audio.resume(), moment]);
  return isRunning(audio);
}

function isRunning(audio: AudioContext): boolean {
  return audio.state === 'running';
}

function playTone(audio: AudioContext, hz: number, at: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = hz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loud, at + fadeS);
  volume.gain.setValueAtTime(loud, at + toneS - fadeS);
  volume.gain.linearRampToValueAtTime(0, at + toneS);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + toneS);
}
