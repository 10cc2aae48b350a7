import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { useLocationState } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { formatCount } from '#renderer/text/format.ts';
import { stationText } from '#renderer/text/scan-station.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Input } from '#renderer/ui/Input.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';
import { toIso } from '#shared/domain/time.ts';

import { LastScans } from './LastScans.tsx';
import { tellOf } from './mood.ts';
import styles from './ScanStationScreen.module.css';
import { play } from './sounds.ts';
import { readStation } from './station-params.ts';
import { StationSetup } from './StationSetup.tsx';
import { useScanQueue } from './use-scan-queue.ts';
import { useWedge } from './use-wedge.ts';
import { VerdictPanel } from './VerdictPanel.tsx';

/** A tablet at the dock: scan, see and hear the verdict, go on. Works while the engine is away. */
export function ScanStationScreen() {
  const { params } = useLocationState();
  const station = readStation(params);
  const clock = usePageClock();
  const queue = useScanQueue();
  const mayCommand = useMayCommand();
  const [typed, setTyped] = useState('');
  const [isMuted, setMuted] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const canScan = mayCommand && station.site !== '';
  useWedge(input);

  const newest = queue.scans[0];
  const told = newest && tellOf(newest);
  const sounded = newest && `${newest.scan.boot} ${newest.scan.seq} ${told?.mood}`;
  const heard = useRef(sounded);
  useEffect(() => {
    if (heard.current === sounded) return;
    heard.current = sounded;
    if (!isMuted && told !== undefined && told.mood !== 'waiting') play(told.mood);
  }, [sounded, told, isMuted]);

  function record(): void {
    const code = typed.trim();
    if (code === '' || !canScan) return;
    setTyped('');
    queue.add({
      time: toIso(clock.now()),
      siteId: station.site,
      station: station.name,
      codes: [code],
      ...(station.step === '' ? {} : { bizStep: station.step }),
      ...(station.onto === '' ? {} : { parent: station.onto }),
    });
  }

  return (
    <div className={styles['screen']}>
      <Toolbar
        title={stationText.title}
        summary={queue.waiting === 0 ? stationText.allSent : stationText.waiting(formatCount(queue.waiting))}
      >
        <Button icon={isMuted ? VolumeX : Volume2} aria-pressed={!isMuted} onClick={() => setMuted(!isMuted)}>
          {isMuted ? stationText.soundOff : stationText.soundOn}
        </Button>
      </Toolbar>
      <StationSetup station={station} />
      <form
        className={styles['entry']}
        onSubmit={(event) => {
          event.preventDefault();
          record();
        }}
      >
        <Input
          ref={input}
          className={styles['code'] ?? ''}
          aria-label={stationText.scanLabel}
          placeholder={stationText.scanLabel}
          value={typed}
          maxLength={256}
          onValueChange={setTyped}
          disabled={!canScan}
          autoFocus
        />
        <Button type="submit" variant="primary" className={styles['record'] ?? ''} disabled={!canScan}>
          {stationText.record}
        </Button>
      </form>
      <VerdictPanel newest={newest} hasSite={station.site !== ''} mayCommand={mayCommand} />
      {!queue.isKept && <p role="alert">{stationText.notKept}</p>}
      <LastScans scans={queue.scans} />
    </div>
  );
}
