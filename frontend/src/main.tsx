import { createRoot } from 'react-dom/client';
import './app/base.css';
import { bootstrap } from './app/bootstrap';
import { browser } from './session/browser';

const container = document.getElementById('root');
if (container === null) {
  throw new Error('index.html has no #root');
}
void bootstrap(createRoot(container), browser());
