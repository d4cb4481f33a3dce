// The site works without this file. With it, small forms update their part of the page in place, and the order page
// follows the order.

const replaceParts = (html, ids) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh) continue;
    // What the visitor has opened stays open.
    for (const open of old.querySelectorAll('details[open][id]'))
      page.getElementById(open.id)?.setAttribute('open', '');
    if (old.isEqualNode(fresh)) continue;
    const focused = old.contains(document.activeElement) && document.activeElement.id;
    // Screen readers announce a live region when its content changes, not when the element is replaced.
    if (old.ariaLive) old.replaceChildren(...fresh.childNodes);
    else old.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
};

addEventListener('submit', async event => {
  const form = event.target;
  if (!form.dataset.swap || event.defaultPrevented) return;
  event.preventDefault();
  const focused = document.activeElement?.id;
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const response = await fetch(form.getAttribute('action'), { method: 'POST', body });
    if (!response.ok) throw new Error(response.status);
    if (new URL(response.url).pathname !== location.pathname) location.assign(response.url);
    else replaceParts(await response.text(), form.dataset.swap.split(' '));
  } catch {
    delete form.dataset.swap;
    form.requestSubmit(event.submitter);
  }
  if (focused) document.getElementById(focused)?.focus();
});

addEventListener('change', event => {
  if ('submit' in event.target.dataset && event.target.checkValidity()) event.target.form.requestSubmit();
});

// A double click must not submit a form twice.
addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || form.dataset.swap) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
}, true);
addEventListener('pageshow', () =>
  document.querySelectorAll('[data-sent]').forEach(form => delete form.dataset.sent));

// Search suggestions as a combobox, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/, with links to the products.
const suggest = (search, list) => {
  let debounce, request;

  const select = option => {
    list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    option?.setAttribute('aria-selected', 'true');
    if (option) search.setAttribute('aria-activedescendant', option.id);
    else search.removeAttribute('aria-activedescendant');
  };

  const show = html => {
    clearTimeout(debounce);
    request?.abort();
    list.innerHTML = html;
    list.hidden = !list.children.length;
    search.setAttribute('aria-expanded', !list.hidden);
    select(null);
  };

  const load = async () => {
    const text = search.value.trim();
    if (text.length < 2) return show('');
    request?.abort();
    const { signal } = request = new AbortController();
    try {
      const response = await fetch(`/suggest?search=${encodeURIComponent(text)}`, { signal });
      const html = response.ok ? await response.text() : '';
      if (!signal.aborted && document.activeElement === search) show(html);
    } catch {
      // Aborted by more typing, or offline. The search button still works.
    }
  };

  // Moving past the last option or before the first returns to the typed text.
  const keys = {
    ArrowDown: (options, at) => select(options[at + 1]),
    ArrowUp: (options, at) => select(at < 0 ? options.at(-1) : options[at - 1]),
    Enter: (options, at) => location.assign(options[at].dataset.href),
    Escape: () => show('')
  };

  const attributes = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    autocomplete: 'off'
  };
  for (const [name, value] of Object.entries(attributes)) search.setAttribute(name, value);
  search.addEventListener('input', () => {
    clearTimeout(debounce);
    debounce = setTimeout(load, 150);
  });
  search.addEventListener('keydown', event => {
    const options = [...list.children];
    const at = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (list.hidden || !keys[event.key] || (event.key === 'Enter' && at < 0)) return;
    event.preventDefault();
    keys[event.key](options, at);
  });
  search.addEventListener('blur', () => show(''));
  // Otherwise the search box loses the focus, and the list closes before the click.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => location.assign(event.target.closest('[data-href]').dataset.href));
};
const suggestions = document.getElementById('suggestions');
if (suggestions) suggest(document.getElementById('search'), suggestions);

// The order page follows the order with server-sent events, and polls when there are none or a proxy blocks them.
let events, timer, eventsAreBlocked, pendingHtml;

const livePart = () => document.querySelector('[data-poll]');

const update = html => {
  pendingHtml = html ?? pendingHtml;
  const part = livePart();
  // Not while the customer fills in a form in this part.
  if (!pendingHtml || !part || document.querySelector('#order-actions details[open]')) return;
  replaceParts(pendingHtml, part.dataset.parts.split(' '));
  pendingHtml = null;
};

const stop = () => {
  clearTimeout(timer);
  events?.close();
};

const poll = async () => {
  stop();
  const part = livePart();
  if (!part) return;
  await new Promise(done => timer = setTimeout(done, Number(part.dataset.poll)));
  if (document.hidden) return;
  try {
    const response = await fetch(location.href);
    if (response.ok && response.url === location.href) update(await response.text());
  } catch {
    // Try again at the next poll.
  }
  follow();
};

const follow = () => {
  stop();
  const part = livePart();
  if (!part || document.hidden) return;
  if (eventsAreBlocked || !part.dataset.events) return poll();
  events = new EventSource(part.dataset.events);
  // A proxy that buffers the stream also holds back the first ping.
  timer = setTimeout(() => {
    eventsAreBlocked = true;
    poll();
  }, 10000);
  events.addEventListener('ping', () => clearTimeout(timer));
  events.addEventListener('state', event => update(event.data));
  events.addEventListener('over', event => {
    stop();
    update(event.data);
  });
  // The browser reconnects by itself, unless the server refused the stream.
  events.onerror = () => events.readyState === EventSource.CLOSED && poll();
};

addEventListener('toggle', () => update(), true);
addEventListener('visibilitychange', () => document.hidden ? stop() : follow());
addEventListener('pagehide', stop);
follow();
