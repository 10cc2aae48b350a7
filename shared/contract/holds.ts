import { z } from 'zod';

import { scanOutcomes } from '../domain/cbv.ts';
import { correctionReasons, holdKinds, holdSubjectTypes } from '../domain/hold.ts';
import { Identifier, Instant, Limit, page } from './common.ts';
import { command, query } from './define.ts';

const Note = z.string().trim().min(1).max(2000);

export const HoldSubject = z.strictObject({ type: z.enum(holdSubjectTypes), id: Identifier });

/** Goods that may not move until somebody lifts it. A hold on a pallet holds what is in it. */
export const Hold = z.object({
  holdId: z.string(),
  subject: HoldSubject,
  kind: z.enum(holdKinds),
  note: z.string(),
  placedTime: Instant,
  who: z.string(),
  liftedTime: Instant.optional(),
  liftedBy: z.string().optional(),
  liftNote: z.string().optional(),
});

/** What was really so: what is absent was right, what is null was not there. `code` is for a scan of one code. */
export const ScanReplacement = z.strictObject({
  time: Instant.optional(),
  code: z.string().min(1).max(256).optional(),
  codes: z.array(z.string().min(1).max(256)).min(1).max(500).optional(),
  siteId: Identifier.nullable().optional(),
  bizStep: z.string().min(1).max(64).nullable().optional(),
  readPoint: z.string().min(1).max(256).nullable().optional(),
  vehicleId: Identifier.nullable().optional(),
  parent: Identifier.nullable().optional(),
  outcome: z.enum(scanOutcomes).nullable().optional(),
  quantity: z.number().nonnegative().nullable().optional(),
  lat: z.number().min(-90).max(90).nullable().optional(),
  lon: z.number().min(-180).max(180).nullable().optional(),
});

/** The fact as a timeline or a list of scans names it. */
export const CorrectionTarget = z.strictObject({ kind: z.literal('scan'), id: z.string().min(1).max(64) });

/** What a scan is declared to have been; without a replacement it did not occur. */
export const ScanAmendment = z.strictObject({
  target: CorrectionTarget,
  replacement: ScanReplacement.optional(),
});

/** Further scans that say the same and are declared wrong with it: all of them, or none. */
export const FurtherScans = z.array(ScanAmendment).max(100);

/** A fact that somebody declared wrong (EPCIS `errorDeclaration`). The fact itself stays. */
export const Correction = z.object({
  correctionId: z.string(),
  target: CorrectionTarget,
  reason: z.enum(correctionReasons),
  note: z.string(),
  replacement: ScanReplacement.optional(),
  declarationTime: Instant,
  who: z.string(),
  undoneTime: Instant.optional(),
  undoneBy: z.string().optional(),
  undoNote: z.string().optional(),
  /** Orders it concerns. */
  orderNumbers: z.array(z.string()),
});

export const holdRequests = {
  'holds.place': command(z.strictObject({ subject: HoldSubject, kind: z.enum(holdKinds), note: Note }), Hold),
  'holds.lift': command(z.strictObject({ holdId: z.string().min(1).max(64), note: Note.optional() }), Hold),
  'holds.list': query(
    z.strictObject({
      /** Only what concerns this order: itself, its parcels, and what they are in now. */
      orderNumber: z.string().min(1).max(128).optional(),
      state: z.enum(['standing', 'all']).default('standing'),
      limit: Limit,
    }),
    page(Hold),
  ),
  'corrections.declare': command(
    z.strictObject({
      target: CorrectionTarget,
      reason: z.enum(correctionReasons),
      note: Note,
      replacement: ScanReplacement.optional(),
      also: FurtherScans.optional(),
      /** A case of an order it concerns, which it becomes evidence of. */
      caseId: z.string().min(1).max(64).optional(),
    }),
    /** `also`: the corrections of the further scans. */
    Correction.extend({ also: z.array(z.string()).optional() }),
  ),
  'corrections.undo': command(
    z.strictObject({ correctionId: z.string().min(1).max(64), note: Note.optional() }),
    Correction,
  ),
  'corrections.list': query(z.strictObject({ limit: Limit }), page(Correction)),
} as const;
