import { $, element, say } from './dom.js';
import { count, counted } from './format.js';
import { json } from './http.js';

const MOST_SQUARES = 64;
const TASKS = {
  scans: 'finds the files',
  disk: 'reads them',
  db: 'keeps the digests',
  global: 'lists folders',
};
const cards = new Map();

/** Asks the endpoint, and shows each queue. */
export async function refreshQueues() {
  try {
    const { queues, verdict } = await json('actuator/threadlets');
    say($('queues-error'), '');
    say($('verdict'), verdict ?? '');
    $('queues').classList.remove('stale');
    show(queues);
  } catch (e) {
    const hidden = e.status === 404 || e.status === 401 || e.status === 403;
    say($('queues-error'), hidden ? 'The endpoint of the queues is not open to this page.' : 'The queues do not answer.');
    $('queues').classList.add('stale');
  }
}

function show(queues) {
  for (const [name, queue] of Object.entries(queues)) {
    if (!cards.has(name)) {
      cards.set(name, card(name));
    }
    update(cards.get(name), queue);
  }
  for (const [name, { section }] of cards) {
    if (!(name in queues)) {
      section.remove();
      cards.delete(name);
    }
  }
}

function card(name) {
  const title = element('h3', { id: `queue-${name}` }, name);
  const parts = {
    state: element('span', { className: 'badge' }),
    threads: element('div', { className: 'threads', role: 'img' }),
    cur: element('dd'),
    idle: element('dd'),
    queued: element('dd'),
  };
  const pair = (term, value) => element('div', {}, element('dt', {}, term), value);
  parts.section = element(
    'section',
    { 'aria-labelledby': title.id },
    element('div', { className: 'head' }, element('div', {}, title, element('span', { className: 'hint' }, TASKS[name] ? ` ${TASKS[name]}` : '')), parts.state),
    parts.threads,
    element('dl', { className: 'counts' }, pair('cur', parts.cur), pair('idle', parts.idle), pair('queued', parts.queued)),
  );
  $('queues').append(parts.section);
  return parts;
}

function update(parts, { state, cur, idle, queued, max }) {
  say(parts.cur, count(cur));
  say(parts.idle, count(idle));
  say(parts.queued, count(queued));
  parts.state.hidden = state === undefined || state === 'running';
  parts.state.className = `badge ${state}`;
  say(parts.state, state ?? '');
  parts.threads.setAttribute('aria-label', `${counted(cur, 'thread', 'threads')}, ${count(idle)} idle, of at most ${count(max ?? cur)}`);
  squares(parts.threads, cur - idle, idle, Math.max(max ?? 0, cur));
}

/** One square for each thread that there may be, as long as they can be told apart. */
function squares(threads, busy, idle, most) {
  const shown = Math.min(most, MOST_SQUARES);
  while (threads.childElementCount > shown) {
    threads.lastElementChild.remove();
  }
  while (threads.childElementCount < shown) {
    threads.append(element('i'));
  }
  [...threads.children].forEach((square, i) => {
    square.className = i < busy ? 'busy' : i < busy + idle ? 'idle' : '';
  });
}
