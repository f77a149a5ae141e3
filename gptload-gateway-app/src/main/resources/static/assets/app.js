/* What pages cannot do by HTML and htmx alone. Nothing here decides anything: that is the server's. */
(() => {
  'use strict';
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ---- what somebody does before htmx knows the page is kept, and done once it does
  const early = [];
  const kinds = ['click', 'submit', 'input', 'change'];
  const asks = element => Boolean(element?.matches('[hx-get], [hx-post]'));
  const keep = event => {
    const by = event.type === 'click' ? event.target.closest('button') : event.target;
    if (asks(by) || (event.type !== 'click' && asks(by.form))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!early.some(kept => kept.by === by && kept.event.type === event.type)) {
        early.push({ by, event });
      }
    }
  };
  kinds.forEach(kind => addEventListener(kind, keep, true));
  addEventListener('DOMContentLoaded', () => { // at the window, so after the document's, which is htmx's
    kinds.forEach(kind => removeEventListener(kind, keep, true));
    early.forEach(({ by, event }) => {
      if (event.type === 'click') {
        by.click();
      } else if (event.type === 'submit') {
        by.requestSubmit(event.submitter);
      } else {
        by.dispatchEvent(new Event(event.type, { bubbles: true }));
      }
    });
  });

  // ---- messages that come and go, read out by screen readers
  const toast = (text, bad) => {
    const box = document.createElement('div');
    box.className = bad ? 'toast bad' : 'toast';
    box.textContent = text;
    one('#toasts')?.append(box);
    setTimeout(() => box.remove(), bad ? 12000 : 6000);
  };
  document.addEventListener('toast', event => toast(event.detail.text, event.detail.bad));
  document.addEventListener('htmx:responseError', event => {
    if (event.detail.xhr.status !== 401) {
      toast(event.detail.xhr.getResponseHeader('X-Problem') ? decodeURIComponent(event.detail.xhr.getResponseHeader('X-Problem'))
        : document.body.dataset.failed, true);
    }
  });
  document.addEventListener('htmx:sendError', () => toast(document.body.dataset.failed, true));
  document.addEventListener('close-dialog', () => all('dialog[open]').forEach(dialog => {
    all('form', dialog).forEach(form => form.reset());
    all('.error', dialog).forEach(error => { error.hidden = true; });
    dialog.close();
  }));

  // ---- dialogs: the focus goes in, and back to where it came from, though that may be another element by then
  const show = (dialog, opener) => {
    dialog.showModal();
    dialog.addEventListener('close', () => (opener.isConnected ? opener : document.getElementById(opener.id))?.focus(), { once: true });
  };
  const focusFirst = dialog => {
    if (dialog && !one(':focus:not(form)', dialog)) {
      (one('[aria-invalid="true"]', dialog) ?? one('input:not([type="hidden"]), select, textarea', dialog))?.focus();
    }
  };

  // ---- clicks
  const copy = async button => {
    const source = button.dataset.copyFrom;
    const text = source ? one(source).textContent : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      button.after(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    toast(document.body.dataset.copied);
  };
  document.addEventListener('click', event => {
    const button = event.target.closest('button, a');
    if (!button) {
      return;
    }
    if (button.dataset.copy !== undefined || button.dataset.copyFrom) {
      copy(button);
    }
    if (button.dataset.dialog) {
      const menu = button.closest('details.menu');
      menu?.removeAttribute('open');
      if (button.hasAttribute('hx-get')) {
        one(button.getAttribute('hx-target'))?.replaceChildren(); // what was shown there last is of something else
      }
      show(one(button.dataset.dialog), menu ? one('summary', menu) : button);
    }
    if (button.dataset.close !== undefined) {
      button.closest('dialog')?.close();
    }
    if (button.dataset.add) {
      const row = one(button.dataset.add).content.firstElementChild.cloneNode(true);
      one(button.dataset.to).append(row);
      one('input, select', row)?.focus();
    }
    if (button.dataset.remove !== undefined) {
      button.closest('.entry').remove();
    }
    if (button.dataset.showSecret) {
      const input = one(button.dataset.showSecret);
      input.type = input.type === 'password' ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(input.type === 'text'));
    }
    if (button.dataset.tab) {
      all('[role="tab"]', button.parentElement).forEach(tab => {
        tab.setAttribute('aria-selected', String(tab === button));
        tab.tabIndex = tab === button ? 0 : -1;
        one(tab.dataset.tab).hidden = tab !== button;
      });
    }
  });
  document.addEventListener('keydown', event => {
    const tab = event.target.closest?.('[role="tab"]');
    if (tab && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      const tabs = all('[role="tab"]', tab.parentElement);
      const next = tabs[(tabs.indexOf(tab) + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length];
      next.focus();
      next.click();
    }
    const menu = event.target.closest?.('details.menu[open]');
    if (menu && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const items = all('summary, .item', menu);
      items[(items.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length].focus();
      event.preventDefault();
    }
    if (event.key === 'Escape') {
      all('details.menu[open]').forEach(menu => {
        menu.open = false;
        one('summary', menu).focus();
      });
    }
  });
  document.addEventListener('click', event => all('details.menu[open]').forEach(menu => {
    if (!menu.contains(event.target) || event.target.closest('.item')) {
      menu.open = false;
    }
  }));

  // a menu in a table would be cut off where the table ends: it stands above the page, over its button where there is no room below
  document.addEventListener('toggle', event => {
    const menu = event.target;
    if (!menu.matches?.('details.menu') || !menu.open) {
      return;
    }
    const button = one('summary', menu).getBoundingClientRect();
    const items = one('.menu-items', menu);
    items.style.position = 'fixed';
    items.style.right = `${Math.max(8, Math.min(document.documentElement.clientWidth - button.right, document.documentElement.clientWidth - 8 - items.offsetWidth))}px`;
    const below = button.bottom + items.offsetHeight + 8 < innerHeight;
    items.style.top = below ? `${button.bottom}px` : `${Math.max(8, button.top - items.offsetHeight - 8)}px`;
  }, true);
  addEventListener('scroll', () => all('details.menu[open]').forEach(menu => { menu.open = false; }), { passive: true });

  document.addEventListener('focusout', event => {
    const menu = event.target.closest?.('details.menu[open]');
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) {
      menu.open = false;
    }
  });

  // ---- choosing rows
  const chosen = () => {
    const boxes = all('input[name="key"]');
    const count = boxes.filter(box => box.checked).length;
    const bar = one('#selection');
    if (bar) {
      bar.hidden = count === 0;
      one('[data-count]', bar).textContent = String(count);
    }
    const every = one('#choose-all');
    if (every) {
      every.checked = count > 0 && count === boxes.length;
      every.indeterminate = count > 0 && count < boxes.length;
    }
  };
  document.addEventListener('change', event => {
    if (event.target.id === 'choose-all') {
      all('input[name="key"]').forEach(box => { box.checked = event.target.checked; });
    }
    if (event.target.id === 'choose-all' || event.target.name === 'key') {
      chosen();
    }
    if (event.target.dataset.submits !== undefined) {
      event.target.form.requestSubmit();
    }
    if (event.target.dataset.goes !== undefined) {
      location.href = event.target.value;
    }
  });

  // ---- lists that are searched while one types
  document.addEventListener('input', event => {
    const target = event.target.dataset.filters;
    if (target) {
      const text = event.target.value.trim().toLowerCase();
      all(target).forEach(row => { row.hidden = text !== '' && !row.dataset.text.toLowerCase().includes(text); });
    }
  });

  // ---- much text goes as a file: there is no limit to files
  document.addEventListener('htmx:configRequest', event => {
    const form = event.detail.elt.closest?.('form[data-text-as-file]');
    const text = event.detail.parameters.keys_text;
    if (form && text) {
      delete event.detail.parameters.keys_text;
      event.detail.parameters.file = new File([text], 'pasted.txt', { type: 'text/plain' });
    }
  });

  // ---- times as the reader's clock shows them, and how long until then
  const absolute = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'short', timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  const ago = at => {
    const seconds = Math.round((at - Date.now()) / 1000);
    const steps = [[60, 'second', 1], [3600, 'minute', 60], [86400, 'hour', 3600], [Infinity, 'day', 86400]];
    const [, unit, size] = steps.find(([limit]) => Math.abs(seconds) < limit);
    return relative.format(Math.round(seconds / size), unit);
  };
  const left = seconds => {
    const two = number => String(number).padStart(2, '0');
    const hours = Math.floor(seconds / 3600);
    return hours > 0 ? `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  };
  const times = root => all('time[datetime]:not([data-until])', root).forEach(time => {
    const at = Date.parse(time.dateTime);
    if (!Number.isNaN(at)) {
      time.textContent = time.dataset.ago === undefined ? absolute.format(at) : ago(at);
      time.title = absolute.format(at);
    }
  });
  // what somebody is busy with is not taken from under their hands; what changed meanwhile is asked for once they are done
  const held = box => box.matches(':active') || one('details[open], [data-holds]', box) !== null;
  const busy = box => held(box) || one('.htmx-request', box) !== null;
  const behind = new Map();
  const tell = (box, news) => {
    if (busy(box)) {
      behind.set(box, news);
    } else {
      htmx.trigger(box, news);
    }
  };
  const ask = boards => all(boards).forEach(board => tell(board, 'pool-changed'));
  const over = () => ask('[data-live]');
  const done = () => setTimeout(() => { // when what is pressed is not any more, and what it does is under way
    const late = [...behind];
    behind.clear();
    late.filter(([box]) => box.isConnected).forEach(([box, news]) => tell(box, news));
  });
  ['pointerup', 'pointercancel', 'keyup', 'htmx:afterRequest'].forEach(kind => document.addEventListener(kind, done));
  document.addEventListener('toggle', done, true);
  let kept = [];
  document.addEventListener('htmx:beforeSwap', event => {
    const news = event.detail.requestConfig.triggeringEvent?.type;
    const box = ['pool-changed', 'task-moved'].includes(news) && event.detail.elt.closest('[data-live], [data-figures], [data-task]');
    if (box && held(box)) {
      event.detail.shouldSwap = false; // it was taken up while the server answered
      behind.set(box, news);
    }
    if (event.detail.requestConfig.verb === 'get') {
      kept = all('input[name="key"]:checked').map(box => box.id);
    }
  });
  document.addEventListener('htmx:afterSwap', () => {
    kept.forEach(id => { const box = document.getElementById(id); if (box) { box.checked = true; } });
    kept = [];
  });
  const tick = () => all('[data-until]').forEach(time => {
    const seconds = Math.ceil((Date.parse(time.dateTime) - Date.now()) / 1000);
    time.textContent = left(Math.max(0, seconds));
    if (seconds <= 0 && !time.dataset.over) {
      time.dataset.over = 'true';
      setTimeout(over, 300);
    }
  });
  setInterval(tick, 1000);

  // ---- what happens, told by the server; a browser has few connections, so tabs nobody looks at keep none. While there is no
  // connection, pages ask from time to time.
  const taskMoved = group => all(`[data-task="${CSS.escape(group)}"]`).forEach(box => tell(box, 'task-moved'));
  const catchUp = (boardsToo = true) => {
    if (boardsToo) {
      over();
    }
    all('[data-task]:has(progress)').forEach(box => tell(box, 'task-moved'));
  };
  const watch = () => {
    const status = one('#live');
    let events = null;
    let again = 0;
    let seen = false;
    let connected = false;
    const show = on => {
      connected = on;
      status?.classList.toggle('on', on);
      if (status) {
        status.textContent = on ? status.dataset.on : status.dataset.off;
      }
    };
    const open = () => {
      events = new EventSource('/pool/events');
      events.onopen = () => {
        show(true);
        catchUp(seen); // the page is new the first time
        seen = true;
      };
      events.onerror = () => {
        show(false);
        if (events.readyState === EventSource.CLOSED) {
          again = setTimeout(open, 30000); // it was refused: there are too many, or the server is another now
        }
      };
      events.addEventListener('pool', over);
      events.addEventListener('task', event => taskMoved(event.data));
      events.addEventListener('end', () => location.assign('/login'));
    };
    const close = () => {
      clearTimeout(again);
      events?.close();
      show(false);
    };
    document.addEventListener('visibilitychange', () => {
      close();
      if (document.visibilityState === 'visible') {
        open();
        ask('[data-figures]');
      }
    });
    addEventListener('pagehide', close);
    addEventListener('pageshow', event => event.persisted && open());
    setInterval(() => connected || document.hidden || catchUp(), 3000);
    setInterval(() => document.hidden || ask('[data-live], [data-figures]'), 30000); // what no event tells, such as calls under way
    open();
  };

  // ---- fields that matter for one choice only
  document.addEventListener('change', event => {
    if (event.target.dataset.shows) {
      one(event.target.dataset.shows).hidden = event.target.value !== event.target.dataset.when;
    }
  });

  const ready = root => { times(root); tick(); chosen(); };
  document.addEventListener('htmx:afterSettle', event => {
    ready(event.detail.elt);
    focusFirst(event.detail.elt.closest('dialog[open]'));
    if (event.detail.requestConfig?.verb === 'post') {
      catchUp(false); // a task that was started may be further than its first answer says, and have told so before it came
    }
  });
  document.addEventListener('DOMContentLoaded', () => {
    ready(document);
    if (one('[data-live], [data-task]')) {
      watch();
    }
    one('[data-flash]') && toast(one('[data-flash]').dataset.flash);
    one('dialog:has([aria-invalid="true"])')?.showModal();
    one('[aria-invalid="true"]')?.focus();
  });
})();
