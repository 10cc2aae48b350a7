import { createAlertRig } from './support/alert-rig.ts';
import { randomHistory, asOracleLimit } from './support/random-history.ts';
import { oracleExcursions } from './support/excursion-oracle.ts';
import { temporaryFolder } from './support/test-store.ts';
import { toIso } from '#shared/domain/time.ts';
const begin = Date.UTC(2026, 10, 20);
const N = Number(process.env.N ?? 500), F=Number(process.env.F ?? 0);
let bad=0, total=0, spans=0;
for (let from=F; from<F+N; from+=250){
  const folder = temporaryFolder(); const rig = createAlertRig(folder.path);
  const hs = Array.from({length:250},(_,i)=>({seed:from+i,id:`S-${from+i}`,...randomHistory(from+i,begin)}));
  for (const { id, limit, expectedEveryS } of hs) {
      rig.store.profiles.put({ id: `P-${id}`, name: id, limits: [limit] });
      rig.store.devices.configure({ deviceId: id, expectedEveryS, channels: { '': { temperatureProfileId: `P-${id}` } } });
  }
  rig.alerts.governance.changed();
  const rounds=Math.max(...hs.map(h=>h.arrivals.length));
  for (let r=0;r<rounds;r++){ const m=hs.flatMap(h=>h.arrivals[r]?.map(x=>[rig.reading(h.id,x.time,x.value)])??[]); rig.sendAll(m); if(r===2||r===5) rig.restart(); }
  for (const h of hs){ total++; const found=rig.gist(h.id).filter(l=>l.startsWith('temp')); const w=oracleExcursions(h.readings,asOracleLimit(h.limit),h.expectedEveryS===undefined?undefined:h.expectedEveryS*1000).map(([s,e])=>['temperature-excursion device',h.id,toIso(s),e===undefined?'…':toIso(e),h.limit.value].join(' ')).sort(); spans+=w.length; if(JSON.stringify(found)!==JSON.stringify(w)){bad++; if (bad<4) console.log(h.seed,h.arrivals.length,h.readings.length,'\n',found,'\n',w);} }
  rig.stop(); folder.remove();
  console.log({total,bad,spans});
}
