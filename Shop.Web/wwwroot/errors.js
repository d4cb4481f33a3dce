// Reports what fails in the visitor's browser to the shop, as Sentry's SDKs do: script errors, unhandled rejections,
// files that do not load and requests that fail. No cookies, no clicks, no texts of the page.

(() => {
  const { door, release, environment } = document.currentScript.dataset;
  // A page that fails in a loop must not become an attack.
  const maxReports = 10;
  const seen = new Set();
  const original = window.fetch;
  const breadcrumbs = [];

  const id = () => Array.from(
    crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

  // "at place (https://shop.example/site.js:12:34)" or "place@https://shop.example/site.js:12:34", the newest first.
  const frames = stack => (stack ?? '').split('\n')
    .map(line => line.match(/^\s*at (?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/) ?? line.match(/^(.*?)@(.+?):(\d+):(\d+)$/))
    .filter(Boolean)
    .map(([, name, filename, lineno, colno]) => ({
      function: name || '?', filename, lineno: +lineno, colno: +colno, in_app: filename.startsWith(location.origin),
    }))
    .reverse();

  const withoutQuery = url => {
    const parsed = new URL(url, location.href);
    return parsed.origin === location.origin ? parsed.pathname : parsed.origin + parsed.pathname;
  };

  const send = (type, value, stack, tags) => {
    const key = `${type} ${value} ${stack?.[stack.length - 1]?.lineno}`;
    if (seen.size >= maxReports || seen.has(key)) return;
    seen.add(key);
    const event = {
      event_id: id(), timestamp: Date.now() / 1000, platform: 'javascript', level: 'error', release, environment, tags,
      sdk: { name: 'shop.browser', version: '1' },
      transaction: location.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '{id}'),
      request: { url: withoutQuery(location.href), headers: { 'User-Agent': navigator.userAgent } },
      breadcrumbs,
      exception: { values: [{ type, value, stacktrace: stack?.length ? { frames: stack } : undefined }] },
    };
    const body = `${JSON.stringify({ event_id: event.event_id })}\n{"type":"event"}\n${JSON.stringify(event)}\n`;
    original(door, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => {});
  };

  const sendError = error => error instanceof Error
    ? send(error.name, error.message, frames(error.stack))
    : send('Error', String(error), []);

  addEventListener('error', event => {
    if (event.target === window || event.target === undefined) {
      // Of a script of another origin the browser tells nothing.
      if (event.message !== 'Script error.') sendError(event.error ?? event.message);
      return;
    }
    const url = event.target.src ?? event.target.href;
    if (url)
      send('ResourceError', `${event.target.localName} ${withoutQuery(url)} did not load`, [], { kind: 'resource' });
  }, true);

  addEventListener('unhandledrejection', event => sendError(event.reason));

  window.fetch = async (request, options) => {
    const url = withoutQuery(request.url ?? request);
    const method = options?.method ?? request.method ?? 'GET';
    const note = status => breadcrumbs.push(
      { timestamp: Date.now() / 1000, category: 'fetch', data: { method, url, status_code: status } }) > 20
      && breadcrumbs.shift();
    try {
      const response = await original(request, options);
      note(response.status);
      if (response.status >= 500)
        send('RequestError', `${method} ${url} answered ${response.status}`, [], { kind: 'request' });
      return response;
    } catch (error) {
      note(0);
      // A page that is left aborts its requests.
      if (error.name !== 'AbortError' && document.visibilityState === 'visible' && navigator.onLine)
        send('RequestError', `${method} ${url} got no answer`, [], { kind: 'request' });
      throw error;
    }
  };
})();
