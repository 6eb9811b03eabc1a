// The page: listens to the controls, asks the module, and shows what it answers.

const $ = (id) => document.getElementById(id);
const pictures = { fit: new Picture($("fit")), descent: new Picture($("descent")), loss: new Picture($("loss")) };
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

let run = null;        // what the module said of the run
let position = 0;      // how many of the kept epochs are over
let step = -1;         // the step within the next epoch, or -1
let playing = null;    // the time and the position at which it began
let landscape = null;
let landscapeKey = "";
let axes = [0, 1];
let moment = null;

// MARK: - Asking

let wanted = 0;
let isAsking = false;

/** Runs the lesson anew; with `place` "end" or "start" or a number of epochs. */
async function runLesson(place = "end") {
  const mine = ++wanted;
  state.at = null;
  if (isAsking) {
    lastPlace = place;
    giveUp();
    return;
  }
  isAsking = true;
  try {
    const answer = await ask(request("run"));
    take(answer, place);
  } catch (reason) {
    if (reason !== "given up") throw reason;
  } finally {
    isAsking = false;
  }
  if (mine !== wanted) {
    const next = lastPlace ?? place;
    lastPlace = null;
    return runLesson(next);
  }
  settle();
}

let lastPlace = null;

function take(answer, place) {
  run = answer.epochs ? answer : null;
  if (run) {
    // What was left to the module.
    if (state.lr === null || state.epochs === null) {
      state.lr ??= run.learningRate;
      state.epochs ??= run.wanted;
      showControls();
    }
    if (state.mistake && !run.mistakes.some(([name]) => name === state.mistake)) {
      refuse(`This lesson has no mistake ${state.mistake}.`);
      state.mistake = "";
    }
  }
  $("failure").hidden = !(answer.fatal || answer.error || answer.failure);
  const reason = answer.fatal ? `Fatal error: ${answer.fatal}` : answer.error ?? answer.failure;
  $("failure").textContent = reason ? reason[0].toUpperCase() + reason.slice(1) : "";
  if (!run) { showCode(-1); $("status").textContent = ""; return; }
  show("title", `${run.title}. ${run.steps.map(([name, by]) => `${name}: ${by}`).join(" · ")}`);
  showMistakes();
  showLimit();
  $("position").max = run.epochs.length;
  position = place === "end" ? run.epochs.length : place === "start" ? 0 : Math.min(run.epochs.length, run.epochs.filter(({ epoch }) => epoch <= place).length);
  step = -1;
  moment = null;
  // The loss is the same with another learning rate; its picture stands until there is a new one.
  const key = JSON.stringify([state.problem, state.mistake, state.samples, state.points, axes]);
  if (key !== landscapeKey) landscape = null;
  landscapeKey = key;
  showAxes();
  if ($("notesPart").open) showNotes();
  if ($("tablePart").open) showTable();
  draw();
}

let settling = 0;

/** What can wait until the controls rest. */
function settle() {
  clearTimeout(settling);
  settling = setTimeout(async () => {
    history.replaceState(null, "", link());
    announce();
    try {
      await askLandscape();
      await compareParts();
      await askMoment();
      if ($("checkPart").open) await showCheck();
    } catch (reason) {
      if (reason !== "given up") throw reason;
    }
  }, 120);
}

/** Whether all parts have the same bits. */
async function compareParts() {
  if (!run) return;
  const { parts } = problems[state.problem];
  const mistake = state.mistake;
  const place = $("same");
  place.className = "";
  if (mistake && mistake !== largeRate || parts.length < 2) {
    place.textContent = mistake ? "The parts are not compared when a mistake is chosen." : `Only part ${parts[0]} has this lesson.`;
    return;
  }
  const prints = [];
  const mine = wanted;
  for (const part of parts) {
    const { fingerprint } = await ask(request("fingerprint", { part }));
    // Stop if the settings have changed meanwhile.
    if (mine !== wanted) return;
    prints.push(fingerprint);
  }
  const alike = parts.filter((_, index) => prints[index] === prints[0]);
  const others = parts.filter((part) => !alike.includes(part));
  const count = `${run.count} ${run.count === 1 ? "loss" : "losses"}`;
  place.className = others.length ? "" : "yes";
  place.textContent = others.length
    ? `Computed just now: ${count}; ${many(alike, "has", "have")} the same bits in all, ${many(others, "differs", "differ")} in the last digits`
      + (state.problem === "sine" ? ", because its linear layer adds the bias last." : ".")
    : `Computed just now: all four parts have the same ${count}, bit for bit (fingerprint ${prints[0]}).`;
}

const many = (parts, one, more) => parts.length === 1 ? `part ${parts[0]} ${one}` : `parts ${parts.join(", ")} ${more}`;

async function askMoment() {
  if (!run || playing) return;
  const next = current();
  if (!next) return;
  const asked = await ask(request("moment", { epochs: next.epoch }));
  if (current() !== next) return;
  moment = asked;
  showSteps();
  if ($("graphPart").open) showGraph(moment);
}

async function showCheck() {
  const { lines, wrong } = await ask(request("check"));
  $("check").textContent = [...(lines ?? []), wrong ? `Wrong: ${wrong}.` : ""].join("\n").trim();
}

function showNotes() { $("notes").textContent = run.notes.join("\n").trim(); }

/** Puts a text where it is not yet. */
function show(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

// MARK: - Where the run is

/** The epoch that comes next: the one whose steps are shown. At the end it is the last. */
function current() { return run?.epochs[Math.min(position, run.epochs.length - 1)]; }

/** The parameters at this place. */
function parameters() {
  if (!run || !run.epochs.length) return [];
  if (position === 0) return run.epochs[0].before ?? [];
  return run.epochs[position - 1].after;
}

function go(to, newStep = -1) {
  if (!run) return;
  position = Math.max(0, Math.min(run.epochs.length, to));
  step = position === run.epochs.length ? -1 : newStep;
  draw();
  if (playing) return;
  announce();
  settleMoment();
}

let momentTimer = 0;
function settleMoment() {
  clearTimeout(momentTimer);
  momentTimer = setTimeout(() => askMoment().catch((reason) => { if (reason !== "given up") throw reason; }), 60);
}

function pause() {
  if (!playing) return;
  playing = null;
  $("run").textContent = "Run";
  announce();
  settleMoment();
}

function play() {
  if (!run) return;
  if (reduced.matches) { go(run.epochs.length); announce(); return; }
  if (position >= run.epochs.length) position = 0;
  step = -1;
  const from = position;
  const seconds = Math.min(6, Math.max(1.5, run.epochs.length / 12));
  playing = performance.now();
  $("run").textContent = "Pause";
  const frame = (now) => {
    if (!playing) return;
    const to = from + Math.floor((now - playing) / 1000 / seconds * run.epochs.length);
    go(Math.min(to, run.epochs.length));
    if (position >= run.epochs.length) pause(); else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Describes the pictures in words. */
function namePictures() {
  const next = current();
  const here = parameters();
  $("loss").setAttribute("aria-label", `Loss by epoch: from ${shown(run.epochs[0].loss)} to ${shown(run.epochs.at(-1).loss)}.`);
  $("fit").setAttribute("aria-label", `The data and the prediction before epoch ${next.epoch}; loss ${shown(next.loss)}.`);
  if (!landscape) return;
  const { first, second } = landscape;
  $("descent").setAttribute("aria-label",
    `The loss over ${second === null ? run.names[0] : `${run.names[first]} and ${run.names[second]}`}, with the path of the run; `
    + `now at ${[first, second].filter((i) => i !== null).map((i) => `${run.names[i]} = ${shown(here[i])}`).join(", ")}.`);
}

function announce() {
  if (!run?.epochs.length) return;
  namePictures();
  const last = run.epochs[Math.max(0, position - 1)];
  const values = parameters();
  // A screen reader announces only these; the table has all of them.
  const names = run.names.slice(0, 8).map((name, index) => `${name} = ${shown(values[index], 6)}`).join(", ");
  show("status", position === 0
    ? `At the start: ${names}.`
    : `After epoch ${last.epoch} of ${run.count}: loss ${shown(last.loss, 6)}, ${names}.`);
}

// MARK: - Pictures

let drawing = 0;

/** The pictures that need drawing. */
let undrawn = [];

/** Draws in the next frame, once, however often it is called. */
function draw() {
  undrawn = [...undrawn, ...[drawFit, drawDescent, drawLoss].filter((picture) => !undrawn.includes(picture))];
  drawing ||= requestAnimationFrame(drawNow);
}

function drawNow() {
  drawing = 0;
  if (!run || !run.epochs.length) return;
  $("position").value = position;
  const next = current();
  show("where", position < run.epochs.length
    ? `before epoch ${next.epoch} of ${run.count}` + (step >= 0 ? `: ${stepNames[step].toLowerCase()}` : "")
    : `after epoch ${run.count}`);
  showCode(step);
  showStepMark();
  // Draw in turn, within the time that a slow machine has for a frame; the rest follows in the next frame.
  const start = performance.now();
  while (undrawn.length && performance.now() - start < 1) undrawn.shift()();
  if (undrawn.length) drawing = requestAnimationFrame(drawNow);
}

function drawLoss() {
  const points = run.epochs.map(({ epoch, loss }) => [epoch, loss]);
  const positive = run.epochs.map(({ loss }) => loss).filter((loss) => loss > 0);
  const [low, high] = range(positive);
  const logarithmic = positive.length > 1 && high / low >= 100;
  const p = pictures.loss;
  p.begin([0, 1.02 * Math.max(2, run.count)], logarithmic ? [low, high] : range([0, ...run.epochs.map(({ loss }) => loss)], 0.05),
    { logarithmic, xLabel: "epoch", yLabel: logarithmic ? "loss, in powers of ten" : "loss" });
  p.line(points, "line", 1.5);
  p.line(points.slice(0, position + 1), "blue", 2.5);
  const next = current();
  p.dots([[next.epoch, next.loss]], "red", 5);
}

function drawFit() {
  const next = current();
  const p = pictures.fit;
  const outputs = run.outputs ?? 1;
  const prediction = next.prediction ?? [];
  if (!run.y) return;
  const isCurve = outputs === 1;
  show("fitTitle", isCurve
    ? `Fit: the data and the prediction ŷ = ${run.formula || "model(x)"}` + (problems[state.problem].data ? "; click to add a point" : "")
    : "Fit: prediction over measurement; correct predictions are on the line");
  if (isCurve) {
    const x = run.y.map((_, index) => run.x[index * run.inputs]);
    const y = run.y;
    p.begin(range(state.problem === "line" ? [0, ...x] : x, 0.05), range(state.problem === "line" ? [0, ...y] : y, 0.15), { xLabel: "x", yLabel: "y" });
    const order = x.map((_, index) => index).sort((a, b) => x[a] - x[b]);
    p.dots(order.map((index) => [x[index], y[index]]), "soft", x.length > 40 ? 2 : 5);
    p.line(order.map((index) => [x[index], prediction[index] ?? null]), "blue", 2.5);
    if (x.length <= 40) for (const index of order) p.line([[x[index], y[index]], [x[index], prediction[index] ?? null]], "red", 1);
  } else {
    const all = range([...run.y, ...prediction], 0.08);
    p.begin(range(run.y, 0.08), all, { xLabel: "measured", yLabel: "predicted" });
    p.line([[all[0], all[0]], [all[1], all[1]]], "line", 1);
    for (let output = 0; output < outputs; output++) {
      p.dots(run.y.map((y, index) => [y, prediction[index] ?? null]).filter((_, index) => index % outputs === output),
        output ? "red" : "green", 5, output > 0);
    }
  }
}

function pathRange(index) {
  // What runs away would make the rest small.
  const near = run.epochs.filter(({ loss }, place) => place < 3 || loss !== null && loss <= 20 * run.epochs[0].loss);
  const values = near.flatMap(({ before, after }) => [before?.[index], after[index]]);
  if (run.best) values.push(run.best[index]);
  if (state.problem === "line" && run.names.length === 1) values.push(0, 4);
  const finite = values.filter((value) => Number.isFinite(value) && Math.abs(value) < 1e6);
  return range(finite, 0.15);
}

async function askLandscape() {
  if (!run?.epochs.length || !run.epochs[0].before) return;
  const count = run.names.length;
  const [first, second] = count > 1 ? axes : [0, null];
  const x = pathRange(first);
  const y = second === null ? null : pathRange(second);
  const at = run.epochs.at(-1).after.every(Number.isFinite) ? run.epochs.at(-1).after : run.epochs[0].before;
  const fields = { first, range: manyBits(y ? [...x, ...y] : x), at: manyBits(at) };
  if (y) Object.assign(fields, { second, columns: 31, rows: 23 });
  const asked = await ask(request("landscape", fields));
  if (!asked.losses) return;
  landscape = { ...asked, x, y, first, second };
  namePictures();
  draw();
}

function drawDescent() {
  const p = pictures.descent;
  const epochs = run.epochs;
  const way = epochs.slice(0, position);
  const here = parameters();
  if (!landscape) {
    const x = pathRange(run.names.length > 1 ? axes[0] : 0);
    p.begin(x, [0, 1]);
    return;
  }
  const { losses, columns, rows, x, y, first, second } = landscape;
  if (second === null) {
    const curve = losses.map((loss, index) => [x[0] + (x[1] - x[0]) * index / (columns - 1), loss]);
    const [low, high] = range(losses);
    p.begin(x, [Math.min(0, low), high * 1.05], { xLabel: run.names[0], yLabel: "loss" });
    p.line(curve, "line", 2);
    const points = way.map(({ before, loss }) => [before[0], loss]);
    const next = current();
    const ball = position < epochs.length ? [next.before[0], next.loss] : null;
    p.line(ball ? [...points, ball] : points, "green", 1);
    p.dots(points, "green", 3);
    if (ball) {
      const [w, loss] = ball;
      const slope = next.gradient?.[0];
      const length = (x[1] - x[0]) * 0.14;
      if (slope !== undefined && slope !== null) p.line([[w - length, loss - slope * length], [w + length, loss + slope * length]], "red", 2);
      p.dots([ball], "red", 7);
    } else {
      p.line([[here[0], 0], [here[0], high]], "red", 1);
    }
    p.dots([[epochs[0].before[0], epochs[0].loss]], "blue", 6, true);
    p.text(epochs[0].before[0], epochs[0].loss, "start", "blue");
    if (run.best) p.text(run.best[0], 0, "best", "soft");
  } else {
    p.begin(x, y, { xLabel: run.names[first], yLabel: run.names[second] });
    p.levels(losses, columns, rows);
    const points = [[epochs[0].before[first], epochs[0].before[second]], ...way.map(({ after }) => [after[first], after[second]])];
    p.line(points, "red", 2);
    p.dots(points.slice(0, 1), "red", 6, true);
    p.text(...points[0], "start", "text");
    p.dots([[here[first], here[second]]], "red", 6);
    if (run.best) p.dots([[run.best[first], run.best[second]]], "green", 5);
  }
}

let axesShown = "";

function showAxes() {
  const place = $("axes");
  const count = run.names.length;
  if (axesShown === run.names.join()) return;
  axesShown = run.names.join();
  if (count < 2) {
    place.textContent = `the loss over ${run.names[0]}. The line shows the slope. Drag the start.`;
    return;
  }
  axes = axes.map((axis, index) => axis < count ? axis : index);
  const select = (which) => {
    const element = document.createElement("select");
    element.setAttribute("aria-label", which ? "Vertical axis" : "Horizontal axis");
    run.names.forEach((name, index) => element.append(new Option(name, index, false, index === axes[which])));
    element.onchange = () => { axes[which] = Number(element.value); askLandscape(); };
    return element;
  };
  place.replaceChildren(select(0), " and ", select(1), ": bluer means a higher loss. The other parameters keep their final values. Drag the start.");
}

// MARK: - Texts

function showSteps() {
  if (!moment?.steps) { $("steps").textContent = ""; return; }
  $("stepsTitle").textContent = `The numbers of epoch ${moment.epoch}`;
  $("steps").replaceChildren(...moment.steps.map(({ name, lines }, index) => {
    const section = document.createElement("section");
    const title = document.createElement("h3");
    title.textContent = `${index + 1}. ${name}`;
    section.append(title, lines.join("\n"));
    return section;
  }));
  showStepMark();
}

function showStepMark() {
  [...$("steps").children].forEach((section, index) => {
    section.classList.toggle("now", index === step);
    if (index === step) $("steps").scrollTop = section.offsetTop - $("steps").offsetTop - 40;
  });
}

function showTable() {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const columns = ["epoch", "loss", ...run.names.map((name) => `${name} after it`), ...run.names.map((name) => `dL/d${name}`)];
  for (const name of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const { epoch, loss, after, gradient } of run.epochs) {
    const row = body.insertRow();
    for (const value of [epoch, loss, ...after, ...(gradient ?? [])]) row.insertCell().textContent = value ?? "not finite";
  }
  $("table").replaceChildren(table);
}

let mistakesShown = null;

function showMistakes() {
  const select = $("mistake");
  const names = run.mistakes.join();
  if (names === mistakesShown && select.value === state.mistake) return;
  mistakesShown = names;
  select.replaceChildren(new Option("none", ""), ...run.mistakes.map(([name, sentence]) => {
    const option = new Option(name, name);
    option.title = sentence;
    return option;
  }));
  select.value = run.mistakes.some(([name]) => name === state.mistake) ? state.mistake : "";
}

const rateShare = (rate) => {
  const [low, high] = lrRange();
  return Math.log(rate / low) / Math.log(high / low);
};

function showLimit() {
  const mark = $("limitMark");
  mark.hidden = !(run.limit > 0);
  if (run.limit > 0) {
    const share = Math.max(0, Math.min(1, rateShare(run.limit)));
    mark.style.left = `calc(${share * 100}% - ${(share - 0.5) * 16}px)`;
    show("limit", `limit ${run.limitFormula} = ${shown(run.limit)}` + (state.lr >= run.limit ? ": too fast" : ""));
  } else {
    show("limit", run.noLimit ? `no limit: ${run.noLimit}` : "");
  }
}
