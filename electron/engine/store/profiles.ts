import type Database from 'better-sqlite3';

import type { TemperatureProfileRow } from '#shared/contract/types.ts';

type Profile = Omit<TemperatureProfileRow, 'builtIn'>;

/** Temperature profiles that somebody has put; few, so they are kept in memory. */
export interface ProfileStore {
  all(): Iterable<Profile>;
  get(profileId: string): Profile | undefined;
  put(profile: Profile): void;
}

export function createProfileStore(db: Database.Database): ProfileStore {
  const profiles = new Map<string, Profile>();
  for (const row of db
    .prepare<[], { profile_id: string; profile: string }>('SELECT * FROM temperature_profiles')
    .all()) {
    profiles.set(row.profile_id, JSON.parse(row.profile) as Profile);
  }
  const upsert = db.prepare(
    'INSERT INTO temperature_profiles (profile_id, profile) VALUES (?, ?) ON CONFLICT DO UPDATE SET profile = excluded.profile',
  );
  return {
    all: () => profiles.values(),
    get: (profileId) => profiles.get(profileId),
    put(profile) {
      upsert.run(profile.id, JSON.stringify(profile));
      profiles.set(profile.id, profile);
    },
  };
}
