// Everything works without this file. With it, small forms change their part of the page in place, and an order's page keeps up with the order.

const exchange = (html, ids) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh || old.isEqualNode(fresh)) continue;
    // A live region speaks when what is in it changes, not when it is replaced.
    if (old.ariaLive) old.replaceChildren(...fresh.childNodes);
    else old.replaceWith(fresh);
  }
};

addEventListener('submit', async event => {
  const form = event.target;
  if (!form.dataset.swap || event.defaultPrevented) return;
  event.preventDefault();
  const focused = document.activeElement?.id;
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(new FormData(form, event.submitter)) });
    if (!answer.ok) throw new Error(answer.status);
    if (new URL(answer.url).pathname !== location.pathname) location.assign(answer.url);
    else exchange(await answer.text(), form.dataset.swap.split(' '));
  } catch {
    delete form.dataset.swap;
    form.requestSubmit(event.submitter);
  }
  if (focused) document.getElementById(focused)?.focus();
});

addEventListener('change', event => {
  if ('submit' in event.target.dataset && event.target.checkValidity()) event.target.form.requestSubmit();
});

// Sending twice by a double click.
addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || form.dataset.swap) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
}, true);
addEventListener('pageshow', () => document.querySelectorAll('[data-sent]').forEach(form => delete form.dataset.sent));

// The search says what it may mean, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ has it, with a list that leads to the goods.
const complete = (search, list) => {
  let typing, asking;

  const mark = option => {
    list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    option?.setAttribute('aria-selected', 'true');
    if (option) search.setAttribute('aria-activedescendant', option.id);
    else search.removeAttribute('aria-activedescendant');
  };

  const show = html => {
    clearTimeout(typing);
    asking?.abort();
    list.innerHTML = html;
    list.hidden = !list.children.length;
    search.setAttribute('aria-expanded', !list.hidden);
    mark(null);
  };

  const ask = async () => {
    const text = search.value.trim();
    if (text.length < 2) return show('');
    asking?.abort();
    const { signal } = asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?search=${encodeURIComponent(text)}`, { signal });
      const html = answer.ok ? await answer.text() : '';
      if (!signal.aborted && document.activeElement === search) show(html);
    } catch {
      // Typed on, or offline: the button searches all the same.
    }
  };

  // From the last one, and from the first one back, to what was typed.
  const keys = {
    ArrowDown: (options, at) => mark(options[at + 1]),
    ArrowUp: (options, at) => mark(at < 0 ? options.at(-1) : options[at - 1]),
    Enter: (options, at) => location.assign(options[at].dataset.href),
    Escape: () => show('')
  };

  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id, autocomplete: 'off' }))
    search.setAttribute(name, value);
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(ask, 150);
  });
  search.addEventListener('keydown', event => {
    const options = [...list.children];
    const at = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (list.hidden || !keys[event.key] || (event.key === 'Enter' && at < 0)) return;
    event.preventDefault();
    keys[event.key](options, at);
  });
  search.addEventListener('blur', () => show(''));
  // The search keeps the focus until the click has been one.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => location.assign(event.target.closest('[data-href]').dataset.href));
};
const suggestions = document.getElementById('suggestions');
if (suggestions) complete(document.getElementById('search'), suggestions);

// An order's page keeps up with the order: the site tells of changes, and where it does not, or that does not get through, the page asks.
let events, waiting, isDeaf, news;

const live = () => document.querySelector('[data-poll]');

const tell = html => {
  news = html ?? news;
  const part = live();
  // Not while somebody is filling in a form in it.
  if (!news || !part || document.querySelector('#order-actions details[open]')) return;
  exchange(news, part.dataset.parts.split(' '));
  news = null;
};

const leave = () => {
  clearTimeout(waiting);
  events?.close();
};

const poll = async () => {
  leave();
  const part = live();
  if (!part) return;
  await new Promise(done => waiting = setTimeout(done, Number(part.dataset.poll)));
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href);
    if (answer.ok && answer.url === location.href) tell(await answer.text());
  } catch {
    // The next time.
  }
  follow();
};

const follow = () => {
  leave();
  const part = live();
  if (!part || document.hidden) return;
  if (isDeaf || !part.dataset.events) return poll();
  events = new EventSource(part.dataset.events);
  // A proxy that holds back what it is sent holds back the first ping as well.
  waiting = setTimeout(() => {
    isDeaf = true;
    poll();
  }, 10000);
  events.addEventListener('ping', () => clearTimeout(waiting));
  events.addEventListener('state', event => tell(event.data));
  events.addEventListener('over', event => {
    leave();
    tell(event.data);
  });
  // It comes again by itself unless it was refused.
  events.onerror = () => events.readyState === EventSource.CLOSED && poll();
};

addEventListener('toggle', () => tell(), true);
addEventListener('visibilitychange', () => document.hidden ? leave() : follow());
addEventListener('pagehide', leave);
follow();
