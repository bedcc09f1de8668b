'use strict';
// What changes a queue, and what is asked before.

const NO_LIMIT = 'no limit';

/** Asks before something that cannot be undone. A word to be typed keeps a hasty hand from it. */
function confirmed({ title, text, yes, word }) {
  const dialog = document.getElementById('confirm');
  const agree = document.getElementById('confirm-yes');
  const typed = document.getElementById('confirm-word');
  setText(document.getElementById('confirm-title'), title);
  setText(document.getElementById('confirm-text'), text);
  setText(agree, yes);
  document.getElementById('confirm-typing').hidden = !word;
  setText(document.querySelector('label[for="confirm-word"]'), word ? `Type ${word} to go on` : '');
  typed.value = '';
  typed.disabled = !word;
  const check = () => { agree.disabled = Boolean(word) && typed.value !== word; };
  check();
  typed.oninput = check;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
  });
}

/** The controls of one queue. After each change the page asks again, so that it shows what came of it. */
class Steering {
  constructor(queue, askAgain) {
    this.queue = queue;
    this.askAgain = askAgain;
    this.allowed = false;
    this.edited = [];
    this.done = el('p', { class: 'outcome', role: 'status' });
    this.failed = el('p', { class: 'outcome failed', role: 'alert' });
    this.pause = button('Pause', () => this.pauseOrResume(), { class: 'steers' });
    this.max = this.input('max', { min: '1' });
    this.room = this.input('capacity', { min: '0', placeholder: NO_LIMIT });
    this.fewer = button('−', () => this.step(-1), { 'aria-label': 'Fewer threads' });
    this.more = button('+', () => this.step(1), { 'aria-label': 'More threads' });
    this.apply = button('Apply', () => this.resize());
    this.clear = button('Clear', () => this.clearAll(), { class: 'danger' });
    this.change = el('span', { class: 'muted change' });
    this.node = el('div', { class: 'steering', role: 'group', 'aria-label': 'Change' },
      el('label', { for: `max-${queue}` }, 'Max threads'),
      el('span', { class: 'stepper' }, this.fewer, this.max, this.more),
      el('span', { class: 'room' }, el('label', { for: `capacity-${queue}` }, 'Room'), this.room), this.apply, this.change);
  }

  /** A field for one of the numbers that hold until the application restarts. */
  input(field, attributes) {
    const input = el('input', { type: 'number', step: '1', class: field, id: `${field}-${this.queue}`, input: () => this.edit(), ...attributes });
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        this.resize();
      } else if (event.key === 'Escape') {
        this.edited = [];
      }
    });
    return input;
  }

  fields() {
    return [['max', 'Max threads', this.max], ['capacity', 'Room', this.room]];
  }

  update(entry, allowed) {
    this.entry = entry;
    this.allowed = allowed;
    const closed = entry.state === 'closed' || entry.state === 'closing';
    setText(this.pause, entry.state === 'paused' ? 'Resume' : 'Pause');
    for (const control of [this.pause, this.max, this.fewer, this.more, this.room, this.apply, this.clear]) {
      control.disabled = !allowed || closed;
      setAttribute(control, 'title', allowed ? closed && 'The queue accepts no changes any more.' : READ_ONLY);
    }
    this.clear.disabled ||= entry.queued === 0;
    for (const [field, , input] of this.fields()) {
      if (!this.edited.includes(field) && input.value !== written(entry[field])) {
        input.value = written(entry[field]);
      }
    }
    this.apply.disabled ||= this.edited.length === 0;
    setText(this.change, this.edited.length ? `${this.changes()}, until restart` : changed(entry));
  }

  edit() {
    this.edited = this.fields().filter(([field, , input]) => input.value !== written(this.entry[field])).map(([field]) => field);
    this.update(this.entry, this.allowed);
  }

  /** As “Max threads 8 → 12”. */
  changes() {
    const changes = this.fields()
      .filter(([field]) => this.edited.includes(field))
      .map(([field, label, input]) => `${label} ${written(this.entry[field]) || NO_LIMIT} → ${input.value || (meant(field, input) ? NO_LIMIT : '?')}`);
    return (this.lowersMin() ? [...changes, `min threads ${written(this.entry.min)} → ${this.max.value}`] : changes).join(', ');
  }

  /** A queue has no fewer threads that stay than it may have at most. */
  lowersMin() {
    return this.edited.includes('max') && Number(this.max.value) >= 1 && Number(this.max.value) < this.entry.min;
  }

  step(by) {
    this.max.value = Math.max(1, (Number(this.max.value) || this.entry.cur) + by);
    this.edit();
  }

  pauseOrResume() {
    const resumes = this.entry.state === 'paused';
    return this.act(async () => {
      await write('POST', [this.queue], { body: { state: resumes ? 'running' : 'paused' } });
      return resumes ? 'Resumed.' : 'Paused: what runs goes on, nothing more is started.';
    });
  }

  async resize() {
    if (this.edited.length === 0) {
      return;
    }
    await this.act(async () => {
      const said = this.changes();
      const wanted = this.fields().filter(([field]) => this.edited.includes(field));
      const body = Object.fromEntries(wanted.map(([field, , input]) => [field, meant(field, input)]));
      await write('POST', [this.queue], { body: this.lowersMin() ? { ...body, min: body.max } : body });
      this.edited = [];
      return `${said}, until restart.`;
    });
  }

  async clearAll() {
    const waiting = this.entry.queued;
    const agreed = await confirmed({
      title: `Clear ${this.queue}?`,
      text: `${times(waiting, 'work that waits is', 'works that wait are')} taken off the queue and never run. `
        + 'Their callers are told that they were cancelled. What runs goes on.',
      yes: 'Clear',
      word: this.queue,
    });
    if (agreed) {
      await this.act(async () => {
        const answer = await write('POST', [this.queue], { body: { clear: this.queue } });
        return `Cleared: ${times(answer.removed, 'work', 'works')} removed.`;
      });
    }
  }

  cancel(work) {
    return this.act(async () => {
      await this.interrupt(work);
      return `Asked ${work.work} (work ${work.id}) to stop. It is listed until it does.`;
    });
  }

  remove(work) {
    return this.act(async () => {
      await this.takeOff(work);
      return `Removed ${work.work} (work ${work.id}).`;
    });
  }

  retry(call) {
    return this.act(async () => {
      await write('POST', [this.queue, 'stored', call.id], { body: { action: 'retry' } });
      return `Retried ${call.work} (${call.id}).`;
    });
  }

  /** Takes a stored call back. One that does not run is gone then, and so that is asked before. */
  async take(call) {
    const agreed = call.state === 'running' || await confirmed({
      title: 'Delete this call?',
      text: `${call.work} (${call.id}) is taken out of the store, and ${call.state === 'waiting' ? 'never run' : 'not run again'}.`,
      yes: 'Delete',
    });
    if (agreed) {
      await this.act(async () => {
        const answer = await write('DELETE', [this.queue, 'stored', call.id]);
        return answer.outcome === 'removed' ? `Deleted ${call.work} (${call.id}).` : `Asked ${call.work} (${call.id}) to stop. It is not run again.`;
      });
    }
  }

  interrupt(work) {
    return write('DELETE', [this.queue, 'running', work.id], { query: { interrupt: true } });
  }

  takeOff(work) {
    return write('DELETE', [this.queue, 'queued', work.id]);
  }

  /** Cancels what matches of all that runs and waits, not only of what is listed. */
  cancelMatching(filter) {
    return this.act(async () => {
      const running = (await everything(this.queue, 'running')).filter(work => matches(work, filter));
      const waiting = (await everything(this.queue, 'queued')).filter(work => matches(work, filter));
      const all = running.length + waiting.length;
      if (all === 0) {
        return `Nothing of “${filter}” runs or waits any more.`;
      }
      const methods = [...new Set([...waiting, ...running].map(work => work.work))];
      const agreed = await confirmed({
        title: `Cancel ${times(all, 'work', 'works')}?`,
        text: `“${filter}” matches ${methods.join(', ')}: ${times(running.length, 'running work, whose thread is', 'running works, whose threads are')} `
          + `interrupted, and ${times(waiting.length, 'waiting work', 'waiting works')}, never run. Works of these methods that come `
          + 'until then are cancelled too.',
        yes: `Cancel ${count(all)}`,
      });
      return agreed ? this.cancelEach(methods) : '';
    });
  }

  /** By method, since the server then takes back what waits first, or it would begin in the place of what is interrupted. */
  async cancelEach(methods) {
    const sum = { removed: 0, interrupted: 0, spared: 0 };
    for (const method of methods) {
      try {
        const outcome = await write('POST', [this.queue], { body: { cancel: method } });
        Object.keys(sum).forEach(what => { sum[what] += outcome[what]; });
      } catch (problem) {
        if (problem.status !== 404 || problem.message === READ_ONLY) {
          throw problem; // 404: all of that method have ended meanwhile
        }
      }
    }
    return `Removed ${count(sum.removed)} and asked ${count(sum.interrupted)} to stop.`
      + (sum.spared ? ` ${count(sum.spared)} must not be interrupted and go on; who waits for them is free.` : '');
  }

  /** Does something and says what came of it. */
  async act(what) {
    this.say('', '');
    try {
      this.say(await what(), '');
    } catch (problem) {
      this.say('', problem instanceof Refusal ? problem.message : `No answer: ${problem.message}`);
    }
    this.askAgain();
  }

  say(done, failed) {
    inPlace(() => {
      setText(this.done, done);
      setText(this.failed, failed);
    });
  }
}

/** What the configuration says of what was changed. */
function changed(entry) {
  const configured = entry.configured;
  const effective = entry.effective;
  const others = configured && effective
    ? [['max', 'max threads'], ['min', 'min threads'], ['capacity', 'room']].filter(([field]) => configured[field] !== effective[field]) : [];
  return others.length === 0 ? ''
    : `until restart; configuration says ${others.map(([field, label]) => `${label} ${written(configured[field]) || NO_LIMIT}`).join(', ')}`;
}

/** What to send for a field. An empty one is no limit of the room; anything else that is no number is the server's to refuse. */
function meant(field, input) {
  return input.value === '' && field === 'capacity' && !input.validity.badInput ? '-1' : input.value;
}

/** A number as it stands in a field; no limit is an empty field. */
function written(number) {
  return number === undefined || number === null ? '' : String(number);
}

function matches(work, filter) {
  return work.work.toLowerCase().includes(filter.toLowerCase());
}

/** All of a list, however many pages the server makes of it. */
async function everything(queue, list) {
  const works = new Map();
  for (;;) {
    const offset = works.size;
    const page = await read([queue, list], list === 'queued' ? { limit: 1000, offset } : { limit: 1000 });
    page.works.forEach(work => works.set(work.id, work));
    if (works.size === offset || works.size >= page.total || list !== 'queued') {
      return [...works.values()];
    }
  }
}
