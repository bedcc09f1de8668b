'use strict';
// The store of a queue: what all instances of the application have there, and the calls in one state.

const CALL_STATES = ['waiting', 'running', 'retrying', 'dead', 'orphaned'];
const MOST_CALLS = 100;

/** As "jdbc, PostgreSQL 17.5: 1,203 waiting, 8 running on 2 instances, 1 dead". */
function storeSentence(store) {
  const title = [store.name, store.database].filter(Boolean).join(', ');
  if (store.state !== 'up') {
    return `Store ${title}: cannot be reached. Calls cannot be sent, and none is run.`;
  }
  const instances = Object.keys(store.instances ?? {}).length;
  const parts = CALL_STATES
    .filter(state => store[state] > 0)
    .map(state => `${count(store[state])} ${state}` + (state === 'running' ? ` on ${times(instances, 'instance', 'instances')}` : ''));
  return `Store ${title}: ${parts.join(', ') || 'no calls'}${store.oldestMs === undefined ? '' : `, the oldest for ${duration(store.oldestMs)}`}.`;
}

/** What an open queue that has a store shows of it. Its calls are asked for only while their list is open. */
class StoredCalls {
  constructor(queue, steering) {
    this.queue = queue;
    this.steering = steering;
    this.isAsking = false;
    const list = `stored-${queue}`;
    this.facts = el('dl', { class: 'facts' });
    this.toggle = button('Stored calls', () => this.open(!this.isOpen), { 'aria-expanded': 'false', 'aria-controls': list });
    this.state = el('select', { id: `state-${queue}`, change: () => this.ask() }, ...CALL_STATES.map(state => el('option', { value: state }, state)));
    this.table = callTable({
      allowed: () => steering.allowed,
      retry: call => steering.retry(call),
      take: call => steering.take(call),
    });
    this.said = el('p', { class: 'muted', role: 'status' });
    this.list = el('div', { id: list, hidden: true },
      el('p', { class: 'filtering' }, el('label', { for: `state-${queue}` }, 'Show those that are'), this.state),
      this.table.node, this.said);
    this.node = el('div', { class: 'stored', hidden: true }, this.facts, this.toggle, this.list);
    this.isOpen = false;
  }

  open(open) {
    this.isOpen = open;
    this.list.hidden = !open;
    setAttribute(this.toggle, 'aria-expanded', String(open));
    if (open) {
      this.state.value = this.store.dead > 0 ? 'dead' : this.state.value;
      this.ask();
    }
  }

  update(store) {
    this.store = store;
    this.node.hidden = !store;
    if (!store) {
      return;
    }
    showFacts(this.facts, [
      ['instances', Object.entries(store.instances ?? {}).map(([name, calls]) => `${name} runs ${count(calls)}`).join(', ') || null],
      ['waiting for', Object.entries(store.targets ?? {}).map(([work, calls]) => `${work}: ${count(calls)}`).join(', ') || null],
      ['read at', store.asOf ? clock(store.asOf) : null],
    ]);
    if (this.isOpen) {
      this.ask();
    }
  }

  async ask() {
    if (this.isAsking) {
      return;
    }
    this.isAsking = true;
    const state = this.state.value;
    if (state !== this.shown) {
      this.shown = state;
      this.table.show([], 0);
    }
    try {
      const answer = await read([this.queue, 'stored'], { state, limit: MOST_CALLS });
      this.table.show(answer.calls.map(call => [call.id, call]), answer.total);
      setText(this.said, answer.total ? '' : `No call is ${state}.`);
    } catch (problem) {
      setText(this.said, problem instanceof Refusal ? problem.message : `No answer: ${problem.message}`);
    } finally {
      this.isAsking = false;
    }
    if (state !== this.state.value) {
      this.ask();
    }
  }
}

/** Acts: allowed(), retry(call), take(call). */
function callTable(acts) {
  return new Table({
    title: 'Calls',
    none: '',
    columns: [['Call', 'wide'], ['Attempt', 'place'], ['Stored', 'time'], ['Due', 'time extra'], ['Instance', 'where'], ['', 'acts']],
    make: call => callRow(call, acts),
  });
}

function callRow(first, acts) {
  const name = el('span', { class: 'work' });
  const id = el('code', { class: 'at' });
  const failure = el('span', { class: 'blocked' });
  const args = el('span', { class: 'muted' });
  const attempt = el('td', { class: 'place' });
  const accepted = el('td', { class: 'time' });
  const due = el('td', { class: 'time extra' });
  const instance = el('td', { class: 'where' });
  let now = first;
  const retry = button('Retry', () => acts.retry(now));
  const take = button('Delete', () => acts.take(now), { class: 'danger' });
  return {
    node: el('tbody', { 'data-call': first.id }, el('tr', { tabindex: '-1' },
      el('td', { class: 'wide' }, name, id, failure, args), attempt, accepted, due, instance, el('td', { class: 'acts' }, retry, take))),
    update(call) {
      now = call;
      setText(name, call.work);
      setText(id, call.id);
      setText(failure, failureOf(call));
      setText(args, call.args?.length ? `arguments: ${call.args.join(', ')}` : '');
      setText(attempt, count(call.attempt));
      setText(accepted, clock(call.acceptedAt));
      setText(due, call.dueAt ? clock(call.dueAt) : '–');
      setText(instance, call.instance ?? '–');
      setText(take, call.state === 'running' ? 'Cancel' : 'Delete');
      const title = `${call.work} (${call.id})`;
      retry.hidden = call.state !== 'dead' && call.state !== 'retrying';
      for (const control of [retry, take]) {
        control.disabled = !acts.allowed();
      }
      setAttribute(retry, 'title', !acts.allowed() ? READ_ONLY : call.state === 'dead'
        ? `Runs ${title} again, from its first attempt` : `Makes the next attempt of ${title} due now`);
      setAttribute(take, 'title', !acts.allowed() ? READ_ONLY : call.state === 'running'
        ? `Asks ${title} to stop, if it runs on this instance. It is not run again` : `Takes ${title} out of the store. It is not run any more`);
    },
    end: () => setText(due, 'gone'),
  };
}

/** Who may not see messages sees what kind of failure it was. */
function failureOf(call) {
  if (call.failure === undefined || call.failure === null) {
    return '';
  }
  return String(call.failure).startsWith(call.failureType) ? call.failure : `${call.failureType}: ${call.failure}`;
}
