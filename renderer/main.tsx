import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { createEngineClient } from '#shared/contract/client.ts';

import { pageConnect } from './data/connect.ts';
import { App } from './shell/App.tsx';
import { restoreTheme } from './ui/theme.ts';
import { restoreUnits } from './ui/unit-choice.ts';

restoreTheme();
restoreUnits();
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
const client = createEngineClient(pageConnect(window));
createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);
