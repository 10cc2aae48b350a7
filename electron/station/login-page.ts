/**
 * The sign-in page, kept in the program itself so that it is there whatever became of the built console. Its text
 * stands in the document; the script only shows which part applies.
 */
export const signInHtml = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Sign in · Waymark</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/login.css">
    <script src="/login.js" defer></script>
  </head>
  <body>
    <main>
      <h1>Waymark</h1>
      <p id="state" role="status">You are not signed in to this console in this browser.</p>
      <section id="help">
        <p>A sign-in link works once and for one minute. To get a new one, on the computer where Waymark runs:</p>
        <ul>
          <li>start it once more the same way, for example <code>npm run station</code>: it sees that it is already
            running and answers with a new link; or</li>
          <li>ask for one with the token in <code>station.json</code> of the data folder:
            <pre>curl -H "Authorization: Bearer TOKEN" <span id="origin"></span>/api/v1/login-key</pre></li>
        </ul>
      </section>
    </main>
  </body>
</html>
`;

export const signInScript = `const state = document.getElementById('state');
const help = document.getElementById('help');
document.getElementById('origin').textContent = location.origin;

async function signIn(key) {
  help.hidden = true;
  state.textContent = 'Signing in…';
  const answer = await fetch('/api/v1/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  const body = await answer.json();
  if (answer.ok) {
    location.replace('/');
    return;
  }
  state.textContent = body.error.message;
  help.hidden = false;
}

const key = new URLSearchParams(location.hash.slice(1)).get('k');
if (key !== null) {
  history.replaceState(null, '', location.pathname);
  signIn(key).catch(() => {
    state.textContent = 'The station does not answer. Is Waymark still running?';
    help.hidden = false;
  });
}
`;

export const signInStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { max-width: 40rem; padding: 2rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; }
#state { font-size: 1.125rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0.75rem; border: 1px solid GrayText; border-radius: 6px; }
li { margin-bottom: 0.75rem; }
`;
