import { $, element, say } from './dom.js';
import { rootFolder } from './folders.js';
import { below, bytes, count, counted, duration } from './format.js';
import { showGroups, showUnreadable } from './groups.js';
import { json } from './http.js';

const SPEED_OVER_MILLIS = 5000;
const NOTES = {
  stopped: 'Somebody stopped this scan. What it had read until then is shown.',
  interrupted: 'Too many instances of the application have died while they ran this scan. What they had read until then is shown.',
  failed: 'The database or a queue did not take what was read. The log of the application says why.',
};

let current; // the scan that is shown, as far as it is known
let whole; // what was read of it once it had ended: the number and the state
let samples = [];

/** Shows another scan. */
export function selectScan(id) {
  if (current?.id !== id) {
    current = { id };
    whole = undefined;
    samples = [];
    say($('scan-error'), '');
    $('scan').hidden = true;
  }
}

export const selectedScan = () => current?.id;

/** Shows how far the selected scan has come; the result once it has ended. */
export async function showScan(listed) {
  const scan = listed ?? (whole === undefined ? await read(current.id) : undefined);
  if (scan === undefined || scan.id !== current?.id) {
    return;
  }
  const ended = scan.state !== 'running';
  if (current.state === 'running' && ended) {
    announce(scan);
  }
  current = scan;
  head(scan);
  $('scan').hidden = false;
  $('scan-running').hidden = ended;
  if (!ended) {
    $('scan-ended').hidden = true;
    progress(scan);
  } else if (whole !== `${scan.id} ${scan.state}`) {
    await result(scan);
  }
}

async function read(id) {
  try {
    return await json(`scans/${id}`);
  } catch (e) {
    say($('scan-error'), e.message);
    say($('scan-title'), `Scan ${id}`);
    $('scan-state').hidden = true;
    $('scan-running').hidden = true;
    $('scan-ended').hidden = true;
    $('scan').hidden = false;
    if (e.status === 404) {
      whole = 'none';
      return undefined;
    }
    throw e;
  }
}

function head(scan) {
  say($('scan-title'), below(rootFolder(), scan.path));
  $('scan-title').className = 'path';
  $('scan-title').title = scan.path;
  $('scan-state').hidden = false;
  $('scan-state').className = `badge ${scan.state}`;
  say($('scan-state'), scan.state);
}

function progress(scan) {
  const done = scan.filesHashed + (scan.filesUnreadable ?? 0);
  const bar = $('progress');
  if (scan.filesFound === 0) {
    bar.removeAttribute('aria-valuenow');
    bar.removeAttribute('aria-valuemax');
    bar.setAttribute('aria-valuetext', 'Counting the files');
    bar.firstElementChild.style.width = '';
    say($('progress-text'), 'Counting the files …');
    return;
  }
  bar.setAttribute('aria-valuemax', scan.filesFound);
  bar.setAttribute('aria-valuenow', Math.min(done, scan.filesFound));
  bar.setAttribute('aria-valuetext', `${count(done)} of ${count(scan.filesFound)} files`);
  bar.firstElementChild.style.width = `${Math.min(100, (100 * done) / scan.filesFound)}%`;
  const parts = [`${count(done)} of ${counted(scan.filesFound, 'file', 'files')}`, bytes(scan.bytesHashed)];
  const speed = filesPerMilli(done);
  if (speed > 0) {
    parts.push(`${count(Math.max(1, Math.round(speed * 1000)))} files/s`, `about ${duration((scan.filesFound - done) / speed)} left`);
  }
  if (scan.filesUnreadable > 0) {
    parts.push(`${count(scan.filesUnreadable)} unreadable`);
  }
  say($('progress-text'), parts.join(' · '));
}

function filesPerMilli(done) {
  const now = performance.now();
  samples.push({ now, done });
  samples = samples.filter((sample) => now - sample.now <= SPEED_OVER_MILLIS);
  const first = samples[0];
  return now === first.now ? 0 : (done - first.done) / (now - first.now);
}

async function result(scan) {
  const full = await read(scan.id);
  if (full === undefined || current.id !== full.id || full.state === 'running') {
    return;
  }
  whole = `${full.id} ${full.state}`;
  say($('scan-error'), '');
  $('scan-note').hidden = !(full.state in NOTES);
  $('scan-note').className = full.state === 'failed' ? 'note bad' : 'note';
  say($('scan-note'), NOTES[full.state] ?? '');
  facts(scan, full);
  $('digests').href = `scans/${full.id}/digests`;
  $('digests').download = `scan-${full.id}.sha256`;
  showGroups(full.duplicates, full.path);
  showUnreadable(full.unreadable);
  $('scan-ended').hidden = false;
}

function facts(scan, full) {
  const wasted = full.duplicates.reduce((sum, group) => sum + group.wastedBytes, 0);
  const copies = full.duplicates.reduce((sum, group) => sum + group.paths.length - 1, 0);
  const took = scan.ended ? duration(new Date(scan.ended) - new Date(scan.started)) : undefined;
  const all = [
    ['could be freed', bytes(wasted), 'main'],
    ['superfluous copies', count(copies)],
    [full.filesHashed === full.filesFound ? 'files read' : `of ${counted(full.filesFound, 'file', 'files')} read`, count(full.filesHashed)],
    ['read', bytes(full.bytesHashed)],
    ['it took', took],
  ];
  $('facts').replaceChildren(
    ...all
      .filter(([, value]) => value !== undefined)
      .map(([term, value, className = '']) => element('div', { className }, element('dt', {}, term), element('dd', {}, value))),
  );
}

function announce(scan) {
  say($('announcement'), `The scan of ${scan.path} is ${scan.state}.`);
}

/** Stops the selected scan. */
export async function stopScan() {
  const { id } = current;
  const button = $('stop');
  button.disabled = true;
  say(button, 'Stopping …');
  try {
    const { state } = await json(`scans/${id}`, { method: 'DELETE' });
    say($('scan-error'), state === 'running' ? 'It will stop as soon as the instance that runs it hears of it, and what it waits for answers.' : '');
  } catch (e) {
    say($('scan-error'), `It could not be stopped. ${e.message}`);
  } finally {
    button.disabled = false;
    say(button, 'Stop');
  }
}

export const selectedPath = () => current?.path;
