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
    form.submit();
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

const follow = async () => {
  const part = document.querySelector('[data-poll]');
  if (!part) return;
  await new Promise(done => setTimeout(done, Number(part.dataset.poll)));
  // Not while somebody is filling in a form in it, or looks elsewhere.
  if (!document.hidden && !part.querySelector('details[open]')) {
    try {
      const answer = await fetch(location.href);
      if (answer.ok && answer.url === location.href) exchange(await answer.text(), [part.id]);
    } catch {
      // The next time.
    }
  }
  follow();
};
follow();
