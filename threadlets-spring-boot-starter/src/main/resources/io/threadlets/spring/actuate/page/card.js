'use strict';
// One queue: a line that is always shown, and below it, where it is opened, what only an open queue is asked for.

// A row of squares tells little beyond this many.
const SQUARES = 32;

const SHAPES = {
  running: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  saturated: 'M6 .8 11.6 11H.4z',
  paused: 'M1.5 1h3.2v10H1.5zM7.3 1h3.2v10H7.3z',
  closing: 'M1 1h10v10H1z',
  closed: 'M1.5 3.2 3.2 1.5 6 4.3l2.8-2.8 1.7 1.7L7.7 6l2.8 2.8-1.7 1.7L6 7.7l-2.8 2.8-1.7-1.7L4.3 6z',
};

/** Whether a work has run for long beside what works of its queue usually take. */
function isSlow(work, usualMs) {
  return work.elapsedMs > (usualMs === undefined ? 60_000 : Math.max(1_000, 3 * usualMs, Math.min(50 * usualMs, 60_000)));
}

class Card {
  constructor(name, number, page) {
    this.name = name;
    this.page = page;
    this.history = new History();
    this.steering = new Steering(name, page.askAgain);
    this.sparkline = new Sparkline();
    const body = `queue-${number}`;
    this.toggle = button(name, () => this.open(!this.isOpen), { class: 'name', 'aria-expanded': 'false', 'aria-controls': body });
    this.shape = drawn('path');
    this.state = el('span');
    this.badge = el('span', { class: 'badge' }, drawn('svg', { viewBox: '0 0 12 12', 'aria-hidden': 'true' }, this.shape), this.state);
    this.squares = el('span', { class: 'squares', role: 'img' });
    this.facts = {};
    this.store = el('p', { class: 'store', hidden: true });
    this.body = el('div', { class: 'body', id: body, hidden: true });
    this.node = el('section', { class: 'queue', 'aria-labelledby': `${body}-name` },
      el('div', { class: 'line' },
        el('div', { class: 'title' }, el('h2', { id: `${body}-name` }, this.toggle), this.badge),
        this.squares,
        el('dl', { class: 'big' }, ...['cur', 'idle', 'queued'].map(label => this.fact(label))),
        el('dl', { class: 'small' }, ...['in', 'out', 'oldest'].map(label => this.fact(label))),
        this.sparkline.node,
        this.steering.pause),
      this.store, this.steering.done, this.steering.failed, this.body);
    this.isOpen = false;
  }

  fact(label) {
    this.facts[label] = el('dd');
    return el('div', {}, el('dt', {}, label), this.facts[label]);
  }

  open(open) {
    this.isOpen = open;
    if (open && !this.details) {
      this.details = new Details(this);
      this.body.append(this.details.node);
    }
    this.body.hidden = !open;
    setAttribute(this.toggle, 'aria-expanded', String(open));
    this.node.classList.toggle('open', open);
    if (open) {
      this.details.update(this.entry, {});
      this.page.askAgain();
    }
  }

  /** Shows what every answer has, and of an open queue the rest. */
  update(entry, opened, at, allowed) {
    this.entry = entry;
    this.history.add(at, entry);
    this.node.dataset.state = entry.state;
    this.node.classList.toggle('advised', Boolean(entry.advice?.length));
    setAttribute(this.shape, 'd', SHAPES[entry.state] ?? SHAPES.running);
    setText(this.state, entry.state);
    setText(this.facts.cur, count(entry.cur));
    setText(this.facts.idle, count(entry.idle));
    setText(this.facts.queued, count(entry.queued));
    setText(this.facts.in, rate(this.history.perSecond('submitted')));
    setText(this.facts.out, rate(this.history.perSecond('completed')));
    setText(this.facts.oldest, duration(entry.oldestQueuedMs));
    this.facts.queued.classList.toggle('much', entry.queued > 0 && entry.state === 'saturated');
    this.store.hidden = !entry.store;
    setText(this.store, entry.store ? storeSentence(entry.store) : '');
    this.store.classList.toggle('lost', Boolean(entry.store) && entry.store.state !== 'up');
    this.showSquares(entry);
    this.sparkline.draw(this.history);
    const queue = { ...entry, ...opened?.queue };
    this.steering.update(queue, allowed);
    if (this.isOpen) {
      this.details.update(queue, opened ?? {});
    }
  }

  showSquares(entry) {
    const busy = entry.cur - entry.idle;
    const kinds = [
      ...new Array(Math.min(busy, SQUARES)).fill('busy'),
      ...new Array(Math.min(entry.idle, SQUARES)).fill('idle'),
      ...new Array(Math.min(Math.max(0, (entry.max ?? 0) - entry.cur), SQUARES)).fill('none'),
    ].slice(0, SQUARES);
    while (this.squares.childElementCount > kinds.length) {
      this.squares.lastElementChild.remove();
    }
    kinds.forEach((kind, index) => {
      const square = this.squares.children[index] ?? this.squares.appendChild(el('span'));
      setAttribute(square, 'class', `square ${kind}`);
    });
    this.squares.classList.toggle('more', Math.max(entry.cur, entry.max ?? 0) > SQUARES);
    const of = entry.max === undefined || entry.max === null ? 'without a limit' : `of at most ${count(entry.max)}`;
    setAttribute(this.squares, 'aria-label', `${times(entry.cur, 'thread', 'threads')} ${of}: ${count(busy)} busy, ${count(entry.idle)} idle`);
  }

  trouble() {
    return this.entry.state !== 'running' || Boolean(this.entry.advice?.length);
  }

  load() {
    return this.entry.running + this.entry.queued;
  }
}

/** What an open queue shows. */
class Details {
  constructor(card) {
    this.card = card;
    const steering = card.steering;
    const acts = {
      allowed: () => steering.allowed,
      slow: work => this.slow(work),
      cancel: work => steering.cancel(work),
      remove: work => steering.remove(work),
      stack: work => stackOf(card.name, work.id),
      goTo: id => card.page.goTo(id),
    };
    this.running = runningTable(acts);
    this.waiting = waitingTable(acts, steering.clear);
    this.recent = recentTable();
    this.stored = new StoredCalls(card.name, steering);
    this.advice = el('ul', { class: 'advice', 'aria-label': 'Advice' });
    this.caption = el('p', { class: 'caption muted' });
    this.threads = el('div', { class: 'threads', role: 'group', 'aria-label': 'Threads' });
    this.squares = new KeyedList(this.threads, work => this.square(work));
    this.threads.addEventListener('keydown', event => this.move(event));
    this.facts = el('dl', { class: 'facts' });
    this.filter = el('input', { type: 'search', id: `filter-${card.name}`, autocomplete: 'off', spellcheck: 'false', input: () => this.showLists() });
    this.cancelAll = button('Cancel all that match', () => steering.cancelMatching(this.filter.value.trim()), { class: 'steers danger' });
    this.filtering = el('div', { class: 'filtering' },
      el('label', { for: `filter-${card.name}` }, 'Filter by method'), this.filter, this.cancelAll);
    this.nothing = el('p', { class: 'muted' });
    this.node = el('div', {}, this.advice, this.threads, this.caption, this.facts,
      el('div', { class: 'controls' }, steering.node, this.filtering),
      this.stored.node, this.running.node, this.waiting.node, this.recent.node, this.nothing);
    this.lists = {};
  }

  update(queue, lists) {
    this.lists = { ...this.lists, ...lists };
    setAttribute(this.advice, 'hidden', queue.advice?.length ? null : '');
    const advice = queue.advice ?? [];
    if (advice.join('\n') !== this.advised) {
      this.advised = advice.join('\n');
      this.advice.replaceChildren(...advice.map(line => el('li', {}, line)));
    }
    this.showFacts(queue);
    this.stored.update(queue.store);
    this.queue = queue;
    this.showLists();
  }

  slow(work) {
    return isSlow(work, this.queue.work?.meanMs);
  }

  showFacts(queue) {
    const history = this.card.history;
    showFacts(this.facts, [
      ['waited on average', spread(queue.wait)],
      ['ran on average', spread(queue.work)],
      ['longest runs', queue.longestRunningMs === undefined ? null : duration(queue.longestRunningMs)],
      ['drains in', queue.drainEstimateMs === undefined ? null : `about ${duration(queue.drainEstimateMs)}`],
      ['room', queue.capacity === undefined || queue.capacity === null ? 'no limit' : `${count(queue.queued)} of ${count(queue.capacity)}`],
      ['threads', `${count(queue.min)} to ${queue.max === undefined || queue.max === null ? 'no limit' : count(queue.max)}`
        + (queue.threads === 'virtual' ? ', virtual' : '')],
      ['accepted', count(queue.submitted)],
      ['ended', count(queue.completed)],
      ['failed', count(queue.failed)],
      ['rejected', rejections(queue, history)],
    ]);
  }

  showLists() {
    const filter = this.filter.value.trim();
    const shown = list => (list?.works ?? []).filter(work => matches(work, filter)).map(work => [work.id, work]);
    const running = shown(this.lists.running);
    const waiting = shown(this.lists.queued);
    const note = filter ? amount => `${count(amount)} match among those that are listed` : () => undefined;
    this.running.show(running, this.lists.running?.total ?? 0, note(running.length));
    this.waiting.show(waiting, this.lists.queued?.total ?? 0, note(waiting.length));
    const recent = recentOf(this.queue);
    this.recent.show(recent, recent.reduce((sum, [, trouble]) => sum + trouble.times, 0), '');
    this.squares.show((this.lists.running?.works ?? []).map(work => [work.id, work]));
    this.roam();
    const tables = [this.running, this.waiting, this.recent];
    setText(this.nothing, this.lists.running ? tables.filter(table => table.node.hidden).map(table => table.none).join(' ') : 'Asking …');
    const allowed = this.card.steering.allowed;
    this.cancelAll.disabled = !allowed || !filter;
    setAttribute(this.cancelAll, 'title', !allowed ? READ_ONLY : filter ? null : 'Write a part of the name of a method first.');
    this.filtering.hidden = !filter && this.running.list.parts.size + this.waiting.list.parts.size === 0;
  }

  // ---- a square a thread, reached by one tab and the arrow keys ----

  square(first) {
    const glyph = el('span', { 'aria-hidden': 'true' });
    const node = button(glyph, () => this.card.page.goTo(first.id), { class: 'square', tabindex: '-1' });
    const tell = () => setText(this.caption, node.getAttribute('aria-label'));
    node.addEventListener('focus', tell);
    node.addEventListener('pointerenter', tell);
    return {
      node,
      update: work => {
        const slow = this.slow(work);
        setAttribute(node, 'class', `square ${slow ? 'slow' : 'busy'}`);
        setText(glyph, work.cancelled ? '✕' : slow ? '!' : work.waitingFor ? '…' : '');
        setAttribute(node, 'aria-label', `${work.thread}: ${work.work}, for ${duration(work.elapsedMs)}`
          + (work.cancelled ? ', asked to stop' : slow ? ', slow' : '') + (work.waitingFor ? ', waits for a lock' : ''));
      },
    };
  }

  roam() {
    const squares = [...this.threads.children];
    this.threads.hidden = squares.length === 0;
    this.caption.hidden = squares.length === 0;
    if (squares.length > 0 && !squares.some(square => square.tabIndex === 0)) {
      squares[0].tabIndex = 0;
    }
    if (!this.caption.textContent) {
      setText(this.caption, 'A square is a thread and its work. Point at one, or go through them with the arrow keys.');
    }
  }

  move(event) {
    const squares = [...this.threads.children];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const from = squares.indexOf(document.activeElement);
    if (!step || from < 0) {
      return;
    }
    event.preventDefault();
    const to = squares[(from + step + squares.length) % squares.length];
    squares[from].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
}

function spread(timer) {
  return timer?.count ? `${duration(timer.meanMs)}, at most ${duration(timer.maxMs)}` : null;
}

function rejections(queue, history) {
  const lately = history.growth('rejected');
  const last = (queue.recentRejections ?? []).map(rejection => rejection.at).sort().at(-1);
  return count(queue.rejected) + (lately ? `, ${count(lately)} of them while you look` : '') + (last ? `, last at ${clock(last)}` : '');
}

async function stackOf(queue, id) {
  const answer = await read([queue, 'running'], { stack: true, depth: 200, limit: 1000 });
  const work = answer.works.find(found => found.id === id);
  return work ? (work.stack ?? []).join('\n') || 'There is no stack.' : 'The work has ended.';
}
