import { calendar } from '../../../electron/simulator/calendar.ts';
import { createWorld } from '../../../electron/simulator/world/world.ts';
import { faults } from '../../../electron/simulator/faults/index.ts';
const world=createWorld({seed:1,calendar:calendar(0),ordersPerDay:400,faults:faults as any});
for (const d of [20779,20780]) {const p=world.plan(d); const w=p.wave;
 for (const t of w.tours) console.log(t.vehicle.vehicleId,t.visits.length, ((t.leavesMs-w.baseMs)/3.6e6).toFixed(2), (((t.visits.at(-1)?.atMs??0)-w.baseMs)/3.6e6).toFixed(2), ((t.backMs-w.baseMs)/3.6e6).toFixed(2), t.jam&&((t.jam.fromMs-w.baseMs)/3.6e6).toFixed(1), Math.max(...t.visits.filter(v=>v.order.service==='express').map(v=>(v.atMs-w.baseMs)/3.6e6)).toFixed(2));
 for (const h of w.hauls) console.log(h.lane.laneId,h.slot, ((h.departMs-w.baseMs)/3.6e6).toFixed(2), ((h.arriveMs-w.baseMs)/3.6e6).toFixed(2), h.drives[1].toMs-w.baseMs>0&&((h.drives[1].toMs-w.baseMs)/3.6e6).toFixed(2));
}
