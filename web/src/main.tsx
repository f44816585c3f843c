import { render } from 'preact';
import { toAppError } from './api/app-error.ts';
import { loadConfig } from './api/config.ts';
import { App } from './app/app.tsx';
import { Failure } from './ui/states.tsx';

const root = document.getElementById('app');
if (root)
  loadConfig().then(
    (config) => render(<App config={config} />, root),
    (error: unknown) =>
      render(
        <main class="alone">
          <Failure error={toAppError(error)} retry={() => location.reload()} />
        </main>,
        root,
      ),
  );
