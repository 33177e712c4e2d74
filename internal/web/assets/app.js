// The chat page: says at once what was said, sends it when there is a network, each thing once, and follows the
// stream of messages. Everything works without this script, by plain forms.
(() => {
'use strict';
const d = document, body = d.body, data = body.dataset, base = data.base;
const $ = (id) => d.getElementById(id);
const scroll = $('scroll'), log = $('log'), say = $('say'), text = $('text'), file = $('file'), picked = $('picked');
const newer = $('newer'), typing = $('typing'), net = $('net');
const csrf = say.elements.csrf.value;
d.documentElement.classList.add('js');

// --- what was said and is not yet taken: kept over reloads, but for files ---
const store = 'sohoc:' + data.chat;
const load = () => { try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return []; } };
const save = (list) => { try { localStorage.setItem(store, JSON.stringify(list)); } catch { /* full, or forbidden */ } };
const files = new Map();
let queue = load(), busy = false, stuck = false, wait = 1000, timer = 0;

const newKey = () => {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(raw, (b) => b.toString(16).padStart(2, '0')).join('');
};
const el = (tag, cls, words) => {
  const e = d.createElement(tag);
  if (cls) e.className = cls;
  if (words !== undefined) e.textContent = words;
  return e;
};
const bubble = (key) => log.querySelector('[data-key="' + key + '"]');
const atEnd = () => scroll.scrollTop > -80;
const toEnd = () => { scroll.scrollTop = 0; newer.hidden = true; };

function showMine(it, state) {
  if (bubble(it.key)) return;
  const m = el('article', 'm me wait'), b = el('div', 'b');
  m.dataset.key = it.key;
  b.append(el('span', 'vh', data.me + ': '));
  const f = files.get(it.key);
  if (f && f.type.startsWith('image/')) {
    const img = el('img'), a = el('span', 'ph');
    img.src = URL.createObjectURL(f); img.alt = f.name; img.onload = toEnd; a.append(img); b.append(a);
  } else if (it.name) b.append(el('p', '', it.name));
  if (it.label || it.text) b.append(el('p', '', it.label || it.text));
  b.append(el('span', 'st', state));
  m.append(b); log.append(m); fade(); toEnd();
}
function mark(key, state, cls) {
  const m = bubble(key);
  if (!m || m.dataset.id) return;
  m.className = 'm me ' + (cls || '');
  const st = m.querySelector('.st');
  if (st) st.textContent = state;
}
const fade = () => log.querySelectorAll('.m.now').forEach((m) => m.classList.remove('now'));

function put(it, f) {
  it.key = newKey();
  if (f) files.set(it.key, f);
  queue.push(it); if (!f) save([...load(), it]);
  showMine(it, navigator.onLine && !stuck ? data.sending : data.waiting);
  flush();
}
function drop(key) {
  queue = queue.filter((q) => q.key !== key); files.delete(key);
  save(load().filter((q) => q.key !== key));
}
async function flush() {
  if (busy) return;
  busy = true; clearTimeout(timer);
  try {
    while (queue.length) { if (!(await sendOne(queue[0]))) break; }
  } finally { busy = false; }
}
function later(ms) {
  stuck = true;
  for (const q of queue) mark(q.key, data.waiting, 'wait');
  clearTimeout(timer); timer = setTimeout(flush, ms || wait); wait = Math.min(wait * 2, 15000);
  return false;
}
async function sendOne(it) {
  const form = new FormData();
  form.set('csrf', csrf); form.set('key', it.key);
  if (it.text) form.set('text', it.text);
  if (it.choice) form.set('choice', it.choice);
  if (files.has(it.key)) form.set('file', files.get(it.key));
  if (!stuck) mark(it.key, data.sending, 'wait');
  let res;
  try {
    res = await fetch(base + '/chat', {method: 'POST', body: form, headers: {Accept: 'application/json'}});
  } catch { return later(); }
  if (res.status === 401) { location.reload(); return false; }
  if (res.status === 429 || res.status >= 500) return later(1000 * (res.headers.get('Retry-After') || 0));
  stuck = false; wait = 1000; drop(it.key);
  if (res.ok) mark(it.key, data.sent, '');
  else {
    const said = await res.json().catch(() => ({}));
    mark(it.key, data.failed + (said.error ? ': ' + said.error : ''), 'bad');
  }
  return true;
}

// --- what comes ---
let last = Number(data.last) || 0;
function take(it) {
  if (it.id <= last) return; // the stream and catchUp may bring the same
  last = it.id;
  const end = atEnd(), t = d.createElement('template');
  t.innerHTML = it.html;
  const m = t.content.firstElementChild, old = it.key && bubble(it.key);
  if (it.key) drop(it.key);
  const days = log.querySelectorAll('.day');
  if (!days.length || days[days.length - 1].dataset.day !== it.day) {
    const p = el('p', 'day'); p.dataset.day = it.day; p.append(el('span', '', it.day_name));
    if (old) old.before(p); else log.append(p);
  }
  if (old) old.replaceWith(m);
  else {
    // What is still under way stands below what has arrived.
    const open = log.querySelector('.m.wait:not([data-id])');
    if (open && it.mine) open.before(m); else log.append(m);
  }
  if (it.mine) fade();
  else {
    typing.hidden = true;
    if (it.choices) { fade(); m.classList.add('now'); }
  }
  if (end || it.mine) toEnd(); else newer.hidden = false;
  if (d.hidden && !it.mine) d.title = '● Sổ Học';
}
let es, alive, again = 1000, poll, typed;
function connect() {
  if (es) es.close();
  clearTimeout(poll);
  es = new EventSource(base + '/events?after=' + last + '&around=' + data.around);
  es.onopen = () => { again = 1000; net.textContent = ''; beat(); flush(); };
  es.onmessage = (e) => { beat(); take(JSON.parse(e.data)); };
  es.addEventListener('beat', beat);
  es.addEventListener('typing', () => {
    beat(); typing.hidden = false; clearTimeout(typed); typed = setTimeout(() => { typing.hidden = true; }, 8000);
  });
  es.addEventListener('refresh', () => { beat(); refresh().catch(() => {}); });
  es.onerror = lost;
  beat();
}
function beat() { clearTimeout(alive); alive = setTimeout(lost, 50000); }
function lost() {
  es.close(); clearTimeout(alive); net.textContent = data.waiting;
  clearTimeout(poll);
  poll = setTimeout(async () => {
    try { await catchUp(); } catch { /* the network is still away */ }
    connect();
  }, again * (0.7 + 0.6 * Math.random()));
  again = Math.min(again * 2, 10000);
}
// catchUp asks for what was said, also where something on the way holds streams back.
async function catchUp() {
  for (;;) {
    const res = await fetch(base + '/chat.json?html=1&after=' + last, {headers: {Accept: 'application/json'}});
    if (res.status === 401) location.reload();
    if (!res.ok) return;
    const got = await res.json();
    got.messages.forEach(take);
    net.textContent = ''; flush();
    if (!got.more) return;
  }
}

// --- what people do ---
function submitSay(e) {
  e.preventDefault();
  const words = text.value.trim(), f = file.files[0];
  if (!words && !f) return;
  if (f && f.size > 10 * 1024 * 1024) { note(data.big); return; }
  put({text: words, name: f ? f.name : ''}, f);
  text.value = ''; file.value = ''; note(''); grow(); text.focus();
}
function note(words, f) {
  picked.textContent = words; picked.hidden = !words;
  if (f) {
    const x = el('button', '', '×'); x.type = 'button'; x.setAttribute('aria-label', data.close);
    x.onclick = () => { file.value = ''; note(''); text.focus(); };
    picked.append(x);
  }
}
const grow = () => {
  if (CSS.supports('field-sizing', 'content')) return;
  text.style.height = 'auto'; text.style.height = text.scrollHeight + 2 + 'px';
};
say.addEventListener('submit', submitSay);
text.addEventListener('input', grow);
// Enter sends, Shift+Enter breaks the line. A phone's keyboard tells its keys apart only by what they would insert.
let shift = false;
text.addEventListener('keydown', (e) => { shift = e.shiftKey; });
text.addEventListener('beforeinput', (e) => {
  if (e.inputType !== 'insertLineBreak' || shift) return;
  e.preventDefault();
  say.requestSubmit();
});
file.addEventListener('change', () => { const f = file.files[0]; note(f ? f.name : '', f); text.focus(); });
text.addEventListener('paste', (e) => {
  const f = [...e.clipboardData.files].find((x) => x.type.startsWith('image/'));
  if (f) { e.preventDefault(); file.files = e.clipboardData.files; note(f.name, f); }
});
d.addEventListener('submit', (e) => {
  const b = e.submitter;
  if ((e.target.id !== 'press' && e.target.id !== 'chips') || !b || !b.name) return;
  e.preventDefault();
  if (b.name === 'choice') put({choice: b.value, label: b.textContent}); else put({text: b.value});
  if (matchMedia('(pointer:fine)').matches) text.focus({preventScroll: true});
});
// refresh brings what stands around the messages up to date: who this is, and what can be asked for.
async function refresh() {
  const res = await fetch(base + '/');
  if (!res.ok) return;
  const fresh = new DOMParser().parseFromString(await res.text(), 'text/html');
  data.around = fresh.body.dataset.around;
  for (const css of ['.who', '#chips']) {
    const was = d.querySelector(css), is = fresh.querySelector(css);
    if (was && is) was.replaceWith(is); else if (is && css === '#chips') say.before(is); else if (was) was.remove();
  }
}
log.addEventListener('click', (e) => {
  const a = e.target.closest('a.ph');
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const box = el('dialog'), img = el('img'), x = el('button', '', data.close);
  img.src = a.href; img.alt = a.firstElementChild.alt; x.type = 'button';
  box.append(img, x); body.append(box);
  box.onclick = () => box.close();
  box.onclose = () => { box.remove(); a.focus(); };
  box.showModal();
});
newer.addEventListener('click', toEnd);
scroll.addEventListener('scroll', () => { if (atEnd()) newer.hidden = true; });
$('out').addEventListener('submit', () => { try { localStorage.removeItem(store); } catch { /* forbidden */ } });
addEventListener('online', () => { again = 1000; flush(); connect(); });
addEventListener('offline', () => { net.textContent = data.waiting; });
d.addEventListener('visibilitychange', () => {
  if (d.hidden) return;
  d.title = 'Sổ Học';
  if (es.readyState === EventSource.CLOSED) { again = 1000; connect(); }
});
d.addEventListener('keydown', (e) => { if (e.key === 'Escape') d.querySelector('details.menu').open = false; });

if (!('old' in data)) {
  const old = queue; queue = [];
  for (const it of old) { if (!bubble(it.key)) { queue.push(it); showMine(it, data.waiting); } }
  save(queue);
  connect(); flush();
  if (matchMedia('(pointer:fine)').matches) text.focus();
} else {
  scroll.scrollTop = -scroll.scrollHeight;
}
})();
