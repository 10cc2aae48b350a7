/** Opens the database of a folder, and so migrates it; says when it begins and when it is done. */
import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { openDatabase } from '#engine/store/open.ts';

process.stdout.write('begin\n');
const db = openDatabase({ dataDir: process.argv[2]!, clock: systemClock, log: silentLog });
db.close();
process.stdout.write('done\n');
