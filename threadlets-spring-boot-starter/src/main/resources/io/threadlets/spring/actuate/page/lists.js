'use strict';
// The lists of a queue: what runs, what waits, what failed or was rejected lately.

// Rows do not move below the pointer of somebody who is about to press a button in them. This long without a move, they do.
const HELD_MS = 4_000;
// As in the style sheet: two columns of what runs are left out.
const NARROW = matchMedia('(max-width: 620px)');
// A longer list is opened by a button, so that it does not push the other queues away.
const SHORT = 20;

/** A table with a heading. Each item has a body of its own, since what belongs to it may need further rows. */
class Table {
  constructor({ title, columns, none, make, acts = [] }) {
    this.none = none;
    this.isLong = false;
    this.more = button('', () => {
      this.isLong = !this.isLong;
      this.show(...this.shown);
    }, { class: 'link' });
    this.amount = el('span', { class: 'amount' });
    this.note = el('span', { class: 'muted' });
    this.table = el('table', { 'aria-label': title },
      el('thead', {}, el('tr', {}, ...columns.map(([label, kind]) =>
        el('th', { scope: 'col', class: kind }, label || el('span', { class: 'unseen' }, 'Actions'))))));
    this.node = el('div', { class: 'list', hidden: true },
      el('div', { class: 'heading' }, el('h3', {}, title, ' ', this.amount), this.note, ...acts), this.table, this.more);
    this.list = new KeyedList(this.table, make, 1);
    this.touched = -Infinity;
    for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      this.table.addEventListener(event, () => { this.touched = performance.now(); });
    }
  }

  show(items, total, note) {
    this.shown = [items, total, note];
    setText(this.amount, total ? count(total) : '');
    setText(this.note, note ?? (items.length < total ? `the first ${count(items.length)} of them` : ''));
    this.more.hidden = items.length <= SHORT;
    setText(this.more, this.isLong ? 'Show fewer' : `Show ${count(items.length - SHORT)} more`);
    const held = performance.now() - this.touched < HELD_MS && this.table.matches(':hover, :focus-within');
    this.list.show(this.isLong ? items : items.slice(0, SHORT), held);
    this.table.hidden = this.list.parts.size === 0;
    this.node.hidden = this.table.hidden && !total;
  }
}

/** The table of what runs. Acts: allowed(), slow(work), cancel(work), stack(work), goTo(id). */
function runningTable(acts) {
  return new Table({
    title: 'Running',
    none: 'Nothing runs.',
    columns: [['Work', 'wide'], ['Thread', 'where'], ['Runs for', 'time'], ['Waited', 'time extra'], ['', 'acts']],
    make: work => runningRow(work, acts),
  });
}

function runningRow(first, acts) {
  const name = el('span', { class: 'work' });
  const at = el('code', { class: 'at' });
  const blocked = el('p', { class: 'blocked', hidden: true });
  const asked = el('p', { class: 'blocked' }, 'Asked to stop; it goes on until it takes notice.');
  const thread = el('td', { class: 'where' });
  const elapsed = el('td', { class: 'time' });
  const waited = el('td', { class: 'time extra' });
  const stack = stackRow(first, acts);
  const cancel = button('Cancel', () => acts.cancel(first), { class: 'steers' });
  const row = el('tr', { tabindex: '-1' },
    el('td', { class: 'wide' }, name, at, blocked, asked), thread, elapsed, waited,
    el('td', { class: 'acts' }, stack.toggle, cancel));
  return {
    node: el('tbody', { 'data-id': first.id }, row, stack.row),
    update(work) {
      setText(name, work.work);
      setText(at, work.at);
      setText(thread, work.thread);
      setText(elapsed, duration(work.elapsedMs));
      setText(waited, duration(work.waitedMs));
      showLock(blocked, work.waitingFor, acts);
      row.classList.toggle('slow', acts.slow(work));
      asked.hidden = !work.cancelled;
      cancel.disabled = !acts.allowed() || work.cancellable === false;
      setAttribute(cancel, 'title', !acts.allowed() ? READ_ONLY : work.cancellable === false
        ? 'This work is never interrupted (interrupt: false), and so cannot be cancelled once it runs.'
        : `Interrupts the thread of work ${work.id}, ${work.work}`);
      stack.update(work);
    },
    end: () => setText(elapsed, 'ended'),
  };
}

function showLock(node, lock, acts) {
  node.hidden = !lock;
  if (!lock) {
    return;
  }
  const said = `Waits for ${lock.lock}` + (lock.heldBy ? `, held by ${lock.heldBy}` : '');
  if (node.dataset.said === `${said} ${lock.work}`) {
    return;
  }
  node.dataset.said = `${said} ${lock.work}`;
  node.replaceChildren(said);
  if (lock.work !== null && lock.work !== undefined) {
    node.append(' ', button(`work ${lock.work}`, () => acts.goTo(lock.work), { class: 'link' }));
  }
}

function stackRow(work, acts) {
  const text = el('pre', { tabindex: '0', 'aria-label': `Stack of work ${work.id}` });
  const facts = el('p', { class: 'muted' });
  const copied = el('span', { role: 'status' });
  const copy = button('Copy', async () => setText(copied, await copyText(text)));
  const again = button('Again', () => load());
  const row = el('tr', { hidden: true },
    el('td', { class: 'stack' }, facts, text, el('p', { class: 'buttons' }, copy, again, copied)));
  const toggle = button('Stack', () => {
    row.hidden = !row.hidden;
    span();
    toggle.setAttribute('aria-expanded', String(!row.hidden));
    if (!row.hidden) {
      load();
    }
  }, { 'aria-expanded': 'false' });

  /** Over those columns that the width of the window leaves: more would take room from them. */
  function span() {
    row.cells[0].colSpan = NARROW.matches ? 3 : 5;
  }

  async function load() {
    setText(copied, '');
    setText(text, await acts.stack(work).catch(problem => problem.message));
  }

  return {
    row,
    toggle,
    update(now) {
      span();
      setText(facts, [
        `Work ${now.id} on ${now.thread}`,
        now.since && `since ${clock(now.since)}`,
        now.threadState,
        now.virtual ? 'virtual thread' : null,
        now.cpuMs === undefined ? null : `${duration(now.cpuMs)} of processor time`,
        now.traceId && `trace ${now.traceId}`,
        now.args?.length ? `arguments: ${now.args.join(', ')}` : null,
      ].filter(Boolean).join(' · '));
    },
  };
}

/** Where a page is not served over HTTPS, browsers have no clipboard for it: the text is selected instead. */
async function copyText(node) {
  try {
    await navigator.clipboard.writeText(node.textContent);
    return 'Copied.';
  } catch {
    getSelection().selectAllChildren(node);
    return 'Selected; copy it with the keyboard.';
  }
}

/** The table of what waits. Acts: allowed(), remove(work). */
function waitingTable(acts, clear) {
  return new Table({
    title: 'Waiting',
    acts: [clear],
    none: 'Nothing waits.',
    columns: [['Place', 'place'], ['Work', 'wide'], ['Submitted by', 'where'], ['Waits for', 'time'], ['', 'acts']],
    make: work => waitingRow(work, acts),
  });
}

function waitingRow(first, acts) {
  const place = el('td', { class: 'place' });
  const name = el('span', { class: 'work' });
  const by = el('td', { class: 'where' });
  const age = el('td', { class: 'time' });
  const remove = button('Remove', () => acts.remove(first), { class: 'steers' });
  return {
    node: el('tbody', { 'data-id': first.id }, el('tr', { tabindex: '-1' }, place, el('td', { class: 'wide' }, name), by, age,
      el('td', { class: 'acts' }, remove))),
    update(work) {
      setText(place, count(work.position));
      setText(name, work.work);
      setText(by, work.submittedBy ?? '–');
      setText(age, duration(work.ageMs));
      remove.disabled = !acts.allowed();
      setAttribute(remove, 'title', acts.allowed() ? `Takes work ${work.id}, ${work.work}, off the queue` : READ_ONLY);
    },
    end: () => setText(age, 'left the queue'),
  };
}

/** The table of failures and rejections, newest first. */
function recentTable() {
  return new Table({
    title: 'Recent failures and rejections',
    none: 'Nothing failed or was rejected lately.',
    columns: [['When', 'time'], ['Work', 'wide'], ['What', 'wide']],
    make: trouble => {
      const at = el('td', { class: 'time' });
      const work = el('span', { class: 'work' });
      const type = el('span', { class: 'type' });
      const message = el('span', { class: 'muted' });
      const often = el('span', { class: 'muted' });
      return {
        node: el('tbody', {}, el('tr', {}, at, el('td', { class: 'wide' }, work), el('td', { class: 'wide' }, type, message, often))),
        update(now) {
          setText(at, clock(now.at));
          setText(work, now.work);
          setText(type, now.type);
          setText(message, now.message === undefined ? '' : String(now.message));
          setText(often, now.times > 1 ? `${count(now.times)} times since ${clock(now.since)}` : '');
        },
      };
    },
  });
}

/** Failures and rejections as one list for that table, those that are alike as one of them. */
function recentOf(queue) {
  const failures = (queue.recentFailures ?? []).map(failure => ({ ...failure, type: failure.type.replace(/^.*\./, '') }));
  const rejections = (queue.recentRejections ?? []).map(rejection => ({ ...rejection, type: `rejected: ${rejection.reason}` }));
  const alike = new Map();
  for (const trouble of [...failures, ...rejections].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))) {
    const key = JSON.stringify([trouble.work, trouble.type, trouble.message]);
    const first = alike.get(key);
    alike.set(key, first ? { ...first, times: first.times + 1, since: trouble.at } : { ...trouble, times: 1 });
  }
  return [...alike];
}
