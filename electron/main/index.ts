import { launch } from './launch.ts';

launch(import.meta.dirname);
