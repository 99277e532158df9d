// Keeps the practice page up to date without loading it anew. The server renders everything; this
// fetches the same page again, keeps what is the same, and puts what changed in its place.
'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const { me, room, lost, back, moving } = document.body.dataset;
  document.documentElement.classList.add('js');

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const zoneIsNew = !document.cookie.includes('samovar_zone=' + zone);
  if (zoneIsNew) document.cookie = `samovar_zone=${zone}; path=/; max-age=31536000; samesite=lax`;

  const tell = (words) => { $('status').textContent = words || ''; };
  const page = async (address) => {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };
  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.error || answer.statusText);
    return said;
  };

  // Where the list stands.
  const pane = $('pane');
  const atEnd = () => pane.scrollHeight - pane.scrollTop - pane.clientHeight < 120;
  const toEnd = () => { pane.scrollTop = pane.scrollHeight; };

  // Puts the new list into the old one; elements that are the same stay, focus and all.
  const swap = (old, next) => {
    const active = document.activeElement;
    const within = old.contains(active);
    const same = (one) => one.tagName === active.tagName && one.textContent === active.textContent;
    old.replaceWith(next);
    if (within) ([...next.querySelectorAll('a, button')].find(same) || pane).focus();
  };
  const patch = (old, next, added) => {
    const [article, fresh] = [old.querySelector(':scope > article'), next.querySelector(':scope > article')];
    if (article && fresh && !article.isEqualNode(fresh)) swap(article, fresh);
    const [thread, nextThread] = [old, next].map((one) => one.querySelector(':scope > .thread'));
    if (!nextThread) { if (thread) thread.remove(); return; }
    if (!thread) { old.append(nextThread); added.push(...nextThread.querySelectorAll('li[id]')); return; }
    const [summary, nextSummary] = [thread, nextThread].map((one) => one.querySelector('summary'));
    summary.textContent = nextSummary.textContent;
    merge(thread.querySelector('ol'), nextThread.querySelector('ol'), added);
  };
  const merge = (have, want, added) => {
    const wanted = [...want.children];
    const ids = new Set(wanted.map((one) => one.id));
    for (const one of [...have.children]) if (!ids.has(one.id)) one.remove();
    let at = have.firstElementChild;
    for (const next of wanted) {
      if (at && at.id === next.id) { patch(at, next, added); at = at.nextElementSibling; continue; }
      const old = [...have.children].find((one) => one.id === next.id);
      have.insertBefore(old || next, at);
      if (old) patch(old, next, added); else added.push(next, ...next.querySelectorAll('li[id]'));
    }
  };

  // A screen reader hears what somebody else said, once, in short.
  const hear = (item) => {
    const article = item.querySelector(':scope > article');
    if (!article || article.dataset.by === me) return;
    const line = document.createElement('p');
    const name = article.querySelector('header b').textContent;
    const mark = article.querySelector('.private');
    const words = article.querySelector('.words').textContent.trim().replace(/\s+/g, ' ').slice(0, 280);
    line.textContent = `${name}${mark ? `, ${mark.textContent}` : ''}: ${words}`;
    $('log').append(line);
    while ($('log').children.length > 20) $('log').firstElementChild.remove();
  };

  const awaited = new Set();
  let busy = false;
  let again = false;
  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const address = new URL(location.href);
      for (const name of ['reply', 'thread', 'edit', 'fill', 'lang']) address.searchParams.delete(name);
      const next = await page(address);
      const [follow, added] = [atEnd(), []];
      merge($('messages'), next.getElementById('messages'), added);
      $('empty').hidden = next.getElementById('empty').hidden;
      const time = next.querySelector('#clock time');
      if (time && $('clock')) $('clock').querySelector('time').replaceWith(time);
      for (const item of added) { item.classList.add('fresh'); hear(item); }
      if (follow && added.length) toEnd();
      openAwaited();
    } finally {
      busy = false;
      if (again) { again = false; refresh().catch(() => {}); }
    }
  };

  // Forms open in a dialog; closing it leads back to where one was.
  const dialog = $('dialog');
  let opener = null;
  const open = (form, title) => {
    const copy = form.cloneNode(true);
    copy.removeAttribute('id');
    for (const one of copy.querySelectorAll('[id]')) {
      const label = copy.querySelector(`[for="${one.id}"]`);
      one.id = `open-${one.id}`;
      if (label) label.htmlFor = one.id;
    }
    $('dialog-title').textContent = title;
    $('dialog-body').replaceChildren(copy);
    if (!dialog.open) { opener = document.activeElement; dialog.showModal(); }
    const first = copy.querySelector('textarea, input:not([type=hidden])');
    if (first) first.focus();
  };
  const openAwaited = () => {
    for (const article of document.querySelectorAll('article[data-answers]')) {
      if (!awaited.has(article.dataset.answers)) continue;
      const button = article.querySelector('[data-open]');
      if (!button) continue;
      awaited.delete(article.dataset.answers);
      open($(button.dataset.open), button.dataset.title);
    }
  };
  dialog.addEventListener('close', () => {
    if (opener && opener.isConnected) opener.focus(); else $('text').focus();
  });

  // What a form of the page says, as the API takes it.
  const wish = (form, submitter) => {
    const said = { fields: {}, files: [] };
    for (const [name, value] of new FormData(form, submitter)) {
      if (value instanceof File) {
        // Its bytes stay here: practice rooms take a name, a kind and a size.
        if (value.name) said.files.push({ name: value.name, kind: value.type, size: value.size });
      } else if (name.startsWith('f.')) said.fields[name.slice(2)] = value;
      else if (name === 'thread' || name === 'reply') said[name] = value === 'true';
      else said[name] = value;
    }
    return said;
  };
  const showProblem = (form, words) => {
    const place = form.querySelector('.problem') || $('problem');
    place.hidden = !words;
    place.textContent = words || '';
  };

  // The box at the bottom, as the server shows it for a link (reply, change, a step).
  const compose = async (address) => {
    const kept = $('text').value;
    const next = await page(address);
    $('write').replaceWith(next.getElementById('write'));
    if (!$('text').value && !/[?&](edit|fill)=/.test(address)) $('text').value = kept;
    grow();
    $('text').focus();
    $('text').setSelectionRange($('text').value.length, $('text').value.length);
  };
  const grow = () => {
    const box = $('text');
    if (CSS.supports('field-sizing', 'content')) return;
    box.rows = Math.min(8, box.value.split('\n').length);
  };
  const here = () => `/practice?as=${me}&room=${room.startsWith('direct') ? 'direct' : room}`;

  const send = async (form, submitter) => {
    const act = wish(form, submitter);
    const done = await post('/practice/api/act', act);
    showProblem(form, '');
    if (act.kind === 'press') awaited.add(done.id);
    if (form.id === 'write') {
      $('text').value = '';
      if ($('file')) { $('file').value = ''; $('file').closest('details').open = false; }
      if (act.kind === 'edit' || act.to) await compose(here()); else $('text').focus();
      grow();
      toEnd();
    }
    if (dialog.open && dialog.contains(form)) dialog.close();
    await refresh();
    if (act.kind === 'message' || act.kind === 'direct') {
      const mine = $(done.id);
      if (mine) mine.scrollIntoView({ block: 'nearest' });
    }
  };
  const leap = async (form, submitter) => {
    const buttons = form.querySelectorAll('button');
    buttons.forEach((one) => { one.disabled = true; });
    tell(moving);
    try {
      await post('/practice/api/clock', { seconds: Number(submitter.value) });
      await refresh();
      tell('');
      hearTime();
    } finally {
      buttons.forEach((one) => { one.disabled = false; });
      submitter.focus();
    }
  };
  const hearTime = () => {
    const line = document.createElement('p');
    line.textContent = $('clock').querySelector('p').textContent;
    $('log').append(line);
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.classList.contains('act')) {
      event.preventDefault();
      send(form, event.submitter).catch((why) => showProblem(form, why.message));
    } else if (form.id === 'clock') {
      event.preventDefault();
      leap(form, event.submitter).catch((why) => tell(why.message));
    }
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-compose]');
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      compose(link.href).catch(() => { location.href = link.href; });
    }
    const opens = event.target.closest('[data-open]');
    if (opens) open($(opens.dataset.open), opens.dataset.title);
    if (event.target.closest('dialog .close')) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.target.id !== 'text' || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $('write').requestSubmit($('write').querySelector('button'));
  });
  document.addEventListener('input', (event) => { if (event.target.id === 'text') grow(); });

  // What happens, as it happens.
  const seenBy = (change) => {
    if (change.room === room) return true;
    return change.room === `direct:${me}` && change.message && change.message.aside === room;
  };
  const mark = (change) => {
    if (change.kind !== 'message' || change.by === me || !change.message || change.message.aside) return;
    const place = change.room === `direct:${me}` ? 'direct' : change.room;
    const link = document.querySelector(`.rooms a[data-room="${place}"] .new`);
    if (link) link.hidden = false;
  };
  const listen = () => {
    const events = new EventSource('/practice/api/events');
    let broken = false;
    events.addEventListener('message', (event) => {
      const change = JSON.parse(event.data);
      if (seenBy(change)) refresh().catch(() => {}); else mark(change);
    });
    events.addEventListener('clock', (event) => {
      const time = document.querySelector('#clock time');
      const minute = (iso) => iso.slice(0, 16);
      if (time && minute(time.dateTime) !== minute(JSON.parse(event.data).now)) refresh().catch(() => {});
    });
    events.addEventListener('error', () => { broken = true; tell(lost); });
    events.addEventListener('open', () => {
      if (broken) { tell(back); setTimeout(tell, 2500); refresh().catch(() => {}); }
      broken = false;
    });
  };

  if (!location.hash) toEnd();
  const fresh = document.querySelector('.steps[open]');
  if (fresh) pane.scrollTop = 0;
  listen();
  if (zoneIsNew) refresh().catch(() => {});
})();
