import { calendar } from '/work/main/electron/simulator/calendar.ts';
import { createWorld } from '/work/main/electron/simulator/world/world.ts';
import { stream } from '/work/main/electron/simulator/world/stream.ts';
import { faults } from '/work/main/electron/simulator/faults/index.ts';
import { createHash } from 'node:crypto';
for (const fs of [[], faults]) {
const t0=performance.now();
const world=createWorld({seed:1,calendar:calendar(0),ordersPerDay:400,faults:fs as any});
const cnt:Record<string,number>={}; const truth:Record<string,number>={};
const h=createHash('sha256'); let bytes=0, first=true; let opening=0; let maxp=0;
const fromMs=Date.UTC(2026,10,22,9,0,0);
let prev=0;
for (const it of stream(world,{fromMs,toMs:fromMs+86400e3,backfillMs:3*3600e3})) {
  if (it.atMs<prev) console.log('ORDER',it.atMs-prev,it.type); prev=it.atMs;
  const k= it.type==='message'? 'm:'+it.said[0]!.kind+':'+it.message.topic.split('/')[0] : it.type;
  cnt[k]=(cnt[k]??0)+1;
  if(it.atMs===fromMs && it.type==='message') {opening++;}
  if(it.type==='message'){h.update(it.message.topic+it.message.payload);bytes+=it.message.payload.length;maxp=Math.max(maxp,it.message.payload.length)}
  if(it.type==='truth'){const e=it.entry;const kk=e.kind==='fact'?'fact:'+e.detail.fact:e.kind; truth[kk]=(truth[kk]??0)+1; if(e.kind==='late') {const c='late:'+e.detail.cause;truth[c]=(truth[c]??0)+1}}
}
console.log(cnt,truth,{opening,bytes,maxp,hash:h.digest('hex').slice(0,12), ms:performance.now()-t0});
}
