import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { migrations } from '#engine/store/migrations/index.ts';

const root = resolve(import.meta.dirname, '..');

function filesBelow(folder: string): string[] {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.tsx?$/.test(name) && statSync(join(root, name)).isFile());
}

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Where imports lead: a path from the root for our own files, else the package's name. */
function readImports(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = [
    ...text.matchAll(/^(?:import|export)\s(type\s)?[^'"`;]*?from\s+'([^'\s]+)'/gm),
    ...text.matchAll(/^import\s()'([^'\s]+)'/gm),
  ];
  const dynamic = [...text.matchAll(/\bimport\(\s*()'([^'\s]+)'\s*\)/g)];
  return [...statements, ...dynamic].map(([, type, specifier = '']) => ({
    target: resolveTarget(file, specifier),
    typeOnly: (type ?? '') !== '',
  }));
}

function resolveTarget(file: string, specifier: string): string {
  if (specifier.startsWith('#shared/')) return specifier.replace('#shared/', 'shared/');
  if (specifier.startsWith('#engine/')) return specifier.replace('#engine/', 'electron/engine/');
  if (specifier.startsWith('#renderer/')) return specifier.replace('#renderer/', 'renderer/');
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier));
  return specifier;
}

function importsOf(file: string): string[] {
  return readImports(file).map(({ target }) => target);
}

/** Everything that is loaded when a file is, through value imports of our own files. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(join(root, file)) || !/\.tsx?$/.test(file)) return seen;
  seen.add(file);
  for (const { target, typeOnly } of readImports(file)) if (!typeOnly) loadedBy(target, seen);
  return seen;
}

function offences(folder: string, isAllowed: (target: string, file: string) => boolean): string[] {
  return filesBelow(folder).flatMap((file) =>
    importsOf(file)
      .filter((target) => !isAllowed(target, file))
      .map((target) => `${file} → ${target}`),
  );
}

const within =
  (...folders: string[]) =>
  (target: string): boolean =>
    folders.some((folder) => target.startsWith(`${folder}/`));
const ours = within('shared', 'electron', 'renderer', 'resources', 'test');
const isNode = (target: string): boolean => target.startsWith('node:');

describe('the dependency rule', () => {
  it('shared needs nothing but zod', () => {
    expect(offences('shared', (target) => target === 'zod' || within('shared')(target))).toEqual([]);
  });

  it('the engine knows neither electron nor a host nor the page', () => {
    const allowed = (target: string): boolean =>
      ours(target) ? within('electron/engine', 'shared')(target) : target !== 'electron';
    expect(offences('electron/engine', allowed)).toEqual([]);
  });

  it('adapters are pure: shared and each other only', () => {
    const allowed = (target: string): boolean =>
      ours(target)
        ? within('electron/engine/adapters', 'shared')(target)
        : target === 'zod' || target === 'node:crypto' || target === 'node:buffer';
    expect(offences('electron/engine/adapters', allowed)).toEqual([]);
  });

  it('SQL and the database library stay in the store', () => {
    const usesDatabase = filesBelow('electron')
      .filter((file) => !file.startsWith('electron/engine/store/'))
      .filter((file) => importsOf(file).includes('better-sqlite3'));
    expect(usesDatabase).toEqual([]);
  });

  it('the station and the engine process start the engine without electron', () => {
    const allowed = (target: string): boolean =>
      ours(target)
        ? within('electron/station', 'electron/engine', 'electron/simulator', 'shared')(target)
        : target !== 'electron';
    expect(offences('electron/station', allowed)).toEqual([]);
  });

  it('the simulator knows the public formats only', () => {
    const allowed = (target: string): boolean =>
      ours(target) ? within('electron/simulator', 'shared')(target) : target !== 'electron';
    expect(offences('electron/simulator', allowed)).toEqual([]);
  });

  it('main shares the command line and the private files with the station, and never loads the engine', () => {
    const allowed = (target: string): boolean =>
      !ours(target) ||
      within('electron/main', 'electron/station', 'shared')(target) ||
      target.includes('?modulePath');
    expect(offences('electron/main', allowed)).toEqual([]);
    const loaded = filesBelow('electron/main').flatMap((file) => [...loadedBy(file)]);
    expect(loaded.filter((file) => file.startsWith('electron/engine/'))).toEqual([]);
  });

  it('the page knows neither Node nor electron nor the engine', () => {
    const allowed = (target: string): boolean =>
      ours(target) ? within('renderer', 'shared')(target) : !isNode(target) && target !== 'electron';
    expect(offences('renderer', allowed)).toEqual([]);
  });

  it('the ui kit needs no data, and a screen never needs another screen', () => {
    const kit = (target: string): boolean =>
      !ours(target) || within('renderer/ui', 'renderer/text', 'shared')(target);
    expect(offences('renderer/ui', kit)).toEqual([]);
    const folderOf = (path: string): string => path.split('/').slice(0, 3).join('/');
    const screens = filesBelow('renderer/screens').filter((file) => file.split('/').length > 3);
    const crossing = screens.flatMap((file) =>
      importsOf(file)
        .filter(
          (target) =>
            target.startsWith('renderer/screens/') &&
            target.split('/').length > 3 &&
            folderOf(target) !== folderOf(file),
        )
        .map((target) => `${file} → ${target}`),
    );
    expect(crossing).toEqual([]);
  });
});

describe('shipped migrations', () => {
  /** A shipped step is never edited: a change to the schema is a new step. */
  const pinned: Readonly<Record<string, string>> = {
    '0010-observations.ts': '3d169e934d00997a1a2134bf2bb31605dcc397cb5d3499a880fdc1b068deec86',
    '0020-orders.ts': 'f558ead9bbb748e5cc0af00bb829a12993e8fdf5507fce5ed44ffcde1a33dbc6',
    '0030-alerts.ts': '8ae948ced336591f649beef739862e9a12b8e3d4dfb32dda85e17d92b94514f1',
    '0050-compact-readings.ts': '0f6eeaf040c7912005bebc1a91cf57a6a56998d251c3b65759a1d0ddf84f0406',
    '0051-rollups.ts': '6ef8c1107c4eceb6ed05e0f8da156c07c0f96f68a96802b9f09bdf2072d3c239',
    '0052-retention.ts': 'a5c2b92f86ba176c4f48a873e457392fbb19c1905ab82155f7182de9d2809732',
    '0040-mappings.ts': '43ddf174a17b663ad3591deb43af0a4d7a44258a37108795da87f1b8f89afe9a',
    '0070-holds-and-corrections.ts': '8d95d981c713c35f628d0c0199560b54f978de6a5065ec941a9ba79460b18575',
    '0071-stays.ts': '0de449c5d67b060b078c21b8484c31bede6f0844001fc5a5a7046844a3aa24e1',
    '0090-calibrations-and-loggers.ts': '8030488dccbb10260be8ae0ab3035a3d86d0ea96112c3d54fe537f6a72ce0a31',
  };

  it('rise in version and each has its file', () => {
    const files = readdirSync(join(root, 'electron/engine/store/migrations')).filter((name) =>
      /^\d{4}-/.test(name),
    );
    expect(migrations.map(({ version }) => version)).toEqual(files.map((name) => Number(name.slice(0, 4))));
    expect(migrations.map(({ version }) => version)).toEqual(
      migrations.map(({ version }) => version).toSorted((a, b) => a - b),
    );
  });

  it.each(Object.entries(pinned))('%s is as it was shipped', (name, hash) => {
    const text = readFileSync(join(root, 'electron/engine/store/migrations', name));
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  });
});

describe('the documents', () => {
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

  it.each(documents)('%s names only paths that exist', (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1]!);
    const spans = [
      ...text.matchAll(/`((?:electron|renderer|shared|resources|test|\.github|\.githooks|\.ci)\/[\w./-]*)`/g),
    ].map((match) => match[1]!);
    expect(links.length + spans.length).toBeGreaterThan(0);
    expect([...links, ...spans].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the packages', () => {
  interface Package {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  }
  interface LockEntry {
    resolved?: string;
    optionalDependencies?: Record<string, string>;
  }

  it('are pinned to exact versions', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Package;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('are locked whole, for every platform, and name no host', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, LockEntry>;
    };
    const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => !locked.has(name)),
    );
    expect(missing).toEqual([]);
    const elsewhere = Object.values(packages).flatMap(({ resolved }) =>
      resolved === undefined || resolved.startsWith('https://registry.npmjs.org/') ? [] : [resolved],
    );
    expect(elsewhere).toEqual([]);
  });
});
