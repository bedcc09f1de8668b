'use strict';
// Asks for all queues, once in a while with one request, and shows the answer.

// With more queues than these, only those in trouble are opened by themselves.
const OPENED = 8;
// To so many queues in trouble there are buttons below the verdict.
const LEADS = 8;
// A sentence of which only numbers have changed is read out this often at most.
const SPOKEN_MS = 20_000;

const page = {
  cards: new Map(),
  askAgain: () => ask(),
  goTo,
};
const queues = document.getElementById('queues');
const troubled = document.getElementById('troubled');
const troubledList = new KeyedList(troubled, leadTo);
let answeredAt = performance.now();
let waitingSince = answeredAt;
let refused = false;
let isHeld = false;
let asking = false;
let isWanted = false;
let isFirst = true;
let made = 0;
let timer = 0;
let moved = -Infinity;
let spokenAt = -Infinity;

async function ask() {
  if (asking) {
    isWanted = true;
    return;
  }
  asking = true;
  isWanted = false;
  clearTimeout(timer);
  const started = performance.now();
  try {
    const open = [...page.cards.values()].filter(card => card.isOpen && card.node.isConnected).map(card => encodeURIComponent(card.name));
    const answer = await read([], open.length ? { open: open.join(',') } : {}).catch(refusal);
    if (answer) {
      refused = false;
      inPlace(() => show(answer));
      answered();
    }
  } finally {
    asking = false;
    plan(isWanted ? 0 : Math.max(0, interval() - (performance.now() - started)));
  }
}

function plan(delay) {
  clearTimeout(timer);
  if (isWatching()) {
    timer = setTimeout(ask, delay);
  }
}

function isWatching() {
  return !isHeld && !document.hidden;
}

/** After a pause the time in which nobody asked does not count as one in which nobody answered. */
function goOn() {
  waitingSince = performance.now();
  plan(0);
}

function interval() {
  return Number(document.getElementById('interval').value);
}

function show(answer) {
  const at = performance.now();
  const entries = Object.entries(answer.queues);
  const allowed = answer.access === 'unrestricted';
  for (const [name, card] of page.cards) {
    if (!(name in answer.queues)) {
      card.node.remove();
      page.cards.delete(name);
    }
  }
  for (const [name, entry] of entries) {
    cardOf(name).update(entry, answer.open?.[name], at, allowed);
  }
  if (isFirst) {
    isFirst = false;
    const many = entries.length > OPENED;
    document.getElementById('tools').hidden = !many;
    queues.classList.toggle('many', many);
    document.getElementById('sort').value = many ? 'load' : 'given';
    openAtFirst(many);
  }
  document.getElementById('read-only').hidden = allowed;
  arrange();
  sayVerdict(answer.verdict ?? times(entries.length, 'queue', 'queues'));
  showTroubled(answer.verdict);
}

/** Buttons that lead to the queues in trouble, wherever they are on the page; that of the verdict is the first one. */
function showTroubled(verdict) {
  const isVerdicts = card => Number(card.entry.advice?.includes(verdict) ?? false);
  const cards = [...page.cards.values()].filter(card => card.trouble()).sort((one, other) => isVerdicts(other) - isVerdicts(one));
  troubledList.show(cards.slice(0, LEADS).map(card => [card.name, card]));
  troubled.hidden = cards.length === 0;
}

function leadTo(card) {
  return {
    node: button(card.name, () => {
      document.getElementById('find').value = '';
      arrange();
      card.open(true);
      card.node.scrollIntoView({ block: 'start' });
      card.toggle.focus({ preventScroll: true });
    }, { class: 'link' }),
    update() {},
  };
}

function cardOf(name) {
  let card = page.cards.get(name);
  if (!card) {
    card = new Card(name, ++made, page);
    page.cards.set(name, card);
    queues.append(card.node);
  }
  return card;
}

function openAtFirst(many) {
  const all = [...page.cards.values()];
  (many ? all.filter(card => card.trouble()).slice(0, 3) : all).forEach(card => card.open(true));
}

// ---- the verdict ----

function sayVerdict(verdict) {
  const node = document.getElementById('verdict');
  const worst = [...page.cards.values()].some(card => card.trouble());
  setText(node, verdict);
  node.classList.toggle('trouble', worst);
  const spoken = document.getElementById('spoken');
  const words = text => text.replace(/\d+([.,]\d+)*/g, '#');
  if (words(spoken.textContent) !== words(verdict) || performance.now() - spokenAt > SPOKEN_MS) {
    spokenAt = performance.now();
    setText(spoken, verdict);
  }
  document.title = `${verdict} – Threadlets`;
}

// ---- no answer ----

const stale = document.getElementById('stale');

function answered() {
  answeredAt = performance.now();
  waitingSince = answeredAt;
  if (!stale.hidden) {
    stale.hidden = true;
    document.body.classList.remove('old');
    spokenAt = -Infinity;
    setText(document.getElementById('spoken'), `The server answers again. ${document.getElementById('verdict').textContent}`);
  }
}

function refusal(problem) {
  refused = problem instanceof Refusal;
  if (refused) {
    unanswered('Refused', problem.message, problem.message);
  }
}

/** The server refused, or the page has waited for too long: what is shown is not true any more. */
function unanswered(title, text, spoken) {
  if (stale.hidden) {
    setText(document.getElementById('spoken'), spoken);
  }
  stale.hidden = false;
  setText(stale, text);
  document.body.classList.add('old');
  document.title = `${title} – Threadlets`;
}

setInterval(() => {
  if (isWatching() && !refused && performance.now() - waitingSince > Math.max(3_000, 2.5 * interval())) {
    unanswered('No answer', `No answer for ${duration(performance.now() - answeredAt)}. What is shown is from then. Asking on …`,
      'The server does not answer.');
  }
}, 500);

// ---- many queues ----

function arrange() {
  const wanted = document.getElementById('find').value.trim().toLowerCase();
  const all = [...page.cards.values()];
  all.forEach(card => { card.node.hidden = !card.name.toLowerCase().includes(wanted); });
  const some = all.filter(card => !card.node.hidden).length;
  setText(document.getElementById('shown'), some < all.length ? `${count(some)} of ${count(all.length)} queues` : `${count(all.length)} queues`);
  if (performance.now() - moved > HELD_MS) {
    const order = { given: null, name: byName, load: byLoad }[document.getElementById('sort').value];
    const sorted = order ? [...all].sort(order) : all;
    sorted.forEach((card, index) => {
      if (queues.children[index] !== card.node) {
        queues.insertBefore(card.node, queues.children[index]);
      }
    });
  }
}

function byName(one, other) {
  return one.name.localeCompare(other.name);
}

function byLoad(one, other) {
  return Number(other.trouble()) - Number(one.trouble()) || other.load() - one.load() || byName(one, other);
}

/** Shows the row of a work, wherever it runs. */
function goTo(id) {
  const row = document.querySelector(`tbody[data-id="${CSS.escape(id)}"] > tr`);
  row?.scrollIntoView({ block: 'center' });
  row?.focus({ preventScroll: true });
}

// ---- what the reader does ----

queues.addEventListener('pointermove', () => { moved = performance.now(); });
document.getElementById('find').addEventListener('input', arrange);
document.getElementById('sort').addEventListener('change', () => {
  moved = -Infinity;
  arrange();
});
document.getElementById('close-all').addEventListener('click', () => page.cards.forEach(card => card.open(false)));
document.getElementById('interval').addEventListener('change', () => plan(0));
document.getElementById('hold').addEventListener('click', event => {
  isHeld = !isHeld;
  setText(event.target, isHeld ? 'Go on' : 'Stop updates');
  goOn();
});
document.addEventListener('visibilitychange', goOn);
setText(document.getElementById('where'), location.host);
ask();
