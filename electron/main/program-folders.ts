import { join } from 'node:path';

/** Where the program's own files are. */
export interface ProgramFolders {
  /** The built scripts: this process's own, `engine.js` and `simulator.js`. */
  readonly scriptDir: string;
  readonly preload: string;
  readonly rendererDir: string;
  /** Outside the archive where packed: map archives are read in pieces. */
  readonly basemapDir: string;
  readonly iconDir: string;
}

export interface ProgramPlace {
  /** The folder of the built main script. */
  readonly scriptDir: string;
  readonly isPackaged: boolean;
  /** Beside the packed archive. */
  readonly resourcesPath: string;
}

/** The folders of a program that runs from its build or from its package. */
export function programFolders({ scriptDir, isPackaged, resourcesPath }: ProgramPlace): ProgramFolders {
  const root = join(scriptDir, '..', '..');
  return {
    scriptDir,
    preload: join(root, 'out', 'preload', 'index.cjs'),
    rendererDir: join(root, 'out', 'renderer'),
    basemapDir: isPackaged ? join(resourcesPath, 'basemap') : join(root, 'resources', 'basemap'),
    iconDir: join(root, 'resources', 'icons'),
  };
}
