// The page: asks the module for a run, and shows what it answers.

const $ = (id) => document.getElementById(id);
const pictures = { fit: new Picture($("fit")), descent: new Picture($("descent")), loss: new Picture($("loss")) };
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

let run = null;        // what the module said of the run
let position = 0;      // how many of the kept epochs are over
let step = -1;         // the step within the next epoch, or -1
let playing = null;    // when the film began
let landscape = null;
let landscapeKey = "";
let isLandscapeOld = false;
let axes = [0, 1];
let moment = null;
/** The ranges of the axes while something is dragged. */
let frozen = null;

/** Puts a text where it is not yet. */
function show(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

// MARK: - Asking

/** Where to go in the run that is wanted next; null if none is. */
let wanted = null;
/** Counts the settings that have been wanted. */
let version = 0;
let isAsking = false;

/** The milliseconds that an epoch took, by what they depend on. */
const costs = new Map();
const costKey = () => [state.problem, state.part, state.mistake, state.points?.length ?? state.samples, JSON.stringify(state.formulas)].join();

/** Longer runs begin with a picture of their first epochs. */
const patience = 60;

/** How many epochs are kept of a run: fewer while something moves, because the text of all takes ten times as long. */
const kept = { moving: 100, atRest: 512 };

/** Runs the lesson anew and goes to "end", to "start" or to a number of epochs. */
async function runLesson(place = "end", isMoving = false) {
  version++;
  hasAdvanced = false;
  wanted = { place, isMoving };
  clearTimeout(settling);
  // What belongs to other settings goes at once.
  moment = null;
  show("same", "");
  channels.epoch.giveUp();
  if (isAsking) { channels.long.giveUp(); return; }
  channels.long.giveUp();
  isAsking = true;
  const busy = setTimeout(() => show("busy", "Computing …"), 200);
  try {
    while (wanted) {
      const { place, isMoving } = wanted;
      wanted = null;
      await runOnce(place, isMoving).catch(unlessGivenUp);
    }
  } finally {
    isAsking = false;
    clearTimeout(busy);
    show("busy", "");
  }
  settle();
}

/** How many epochs come first, as long as something is dragged: the pictures would jump otherwise. */
let steady = null;

async function runOnce(place, isMoving) {
  const key = costKey();
  const epochs = state.epochs ?? 20;
  const cost = costs.get(key);
  if (!isMoving || steady?.key !== key) steady = null;
  const few = steady?.few ?? Math.max(2, Math.min(epochs, cost ? Math.floor(patience / 2 / cost) : 10));
  const isQuick = steady?.isQuick || (epochs * (cost ?? 0) < patience && Boolean(cost || ["line", "crops"].includes(state.problem) && epochs <= 1000));
  // The first cost includes the start of the module, so a run may turn out to be quick.
  if (isMoving && cost) steady = { key, few, isQuick };
  if (!isQuick && state.lr !== null) {
    const began = performance.now();
    const first = await channels.quick.ask(request("run", { epochs: few, keep: 64 }));
    // The first time includes the start of the module.
    if (cost) costs.set(key, (performance.now() - began) / few);
    if (!first.fatal) take(first, place, few < epochs);
    if (wanted) return;
  }
  const began = performance.now();
  const keep = isQuick && isMoving ? kept.moving : kept.atRest;
  const answer = await (isQuick ? channels.quick : channels.long).ask(request("run", { keep }));
  costs.set(key, (performance.now() - began) / epochs);
  if (wanted && !isQuick) return;
  take(answer, place, false, keep < kept.atRest);
}

/** Shows a run. A partial one has only its first epochs, and a coarse one not as many as are kept at rest. */
function take(answer, place, isPartial = false, isCoarse = false) {
  run = answer.epochs?.length ? answer : null;
  if (run) {
    run.isPartial = isPartial;
    run.isCoarse = isCoarse && run.stride > 1;
    // What was left to the module.
    if (state.lr === null || state.epochs === null) {
      state.lr ??= run.learningRate;
      state.epochs ??= run.wanted;
      showControls();
    }
    run.total = state.epochs;
  }
  if (answer.mistakes && state.mistake && !answer.mistakes.some(([name]) => name === state.mistake)) {
    refuse(`This lesson has no mistake ${state.mistake}.`);
    state.mistake = "";
  }
  if (state.mistake === largeRate && run?.limit > 0 && state.lr < run.limit) {
    refuse(`${shown(state.lr)} is below the limit ${shown(run.limit)}, so it is no mistake.`);
    state.mistake = "";
  }
  if (answer.formulaError) showFormulaError(answer.formulaError);
  else if (!$("unread").hidden && !isWritingFormulas()) clearFormulaErrors();
  showFailure(answer);
  showMistakes(answer);
  explainMistake(answer);
  $("position").max = run?.epochs.length ?? 0;
  for (const id of ["run", "step", "epoch", "back", "restart", "end", "position"]) $(id).disabled = !run;
  step = -1;
  if (!run) { showNothing(answer); return; }
  show("title", `${run.title}. ${run.steps.map(([name, by]) => `${name}: ${hasOwnFormulas() && name in state.formulas ? "your own" : by}`).join(" · ")}`);
  showLimit();
  position = place === "end" ? run.epochs.length : place === "start" ? 0
    : run.epochs.filter(({ epoch }) => epoch <= place).length;
  if (!run.isCoarse && !isPartial) show("epoch", run.stride > 1 ? `${run.stride} epochs` : "Epoch");
  chooseAxes();
  // The loss is the same with another learning rate; its picture stands until there is a new one.
  const key = JSON.stringify([state.problem, state.mistake, state.samples, state.points, state.formulas, axes]);
  if (key !== landscapeKey) landscape = null;
  landscapeKey = key;
  isLandscapeOld = !run.best;
  showAxes();
  showVerdict();
  showFormulaVerdict();
  if ($("notesPart").open) showNotes();
  if ($("tablePart").open && !isPartial) showTable();
  draw();
}

/** An error that ends the run. One that is only shown by the lesson is beside the code. */
function showFailure({ fatal, error, exhibit, formulaError }) {
  const end = fatal ?? (run ? null : exhibit);
  // A formula's error is said at the formula.
  const reason = end ? `Fatal error: ${end}` : formulaError ? "" : error;
  $("failure").hidden = !reason;
  show("failure", reason ? upper(reason) : "");
}

const upper = (text) => text[0].toUpperCase() + text.slice(1);

/** Nothing stays of a run that an error has ended. */
function showNothing({ notes, formulaError }) {
  position = 0;
  landscape = null;
  landscapeKey = "";
  axesShown = "";
  for (const id of ["steps", "same", "limit", "where", "graph", "check", "table", "title", "axes", "fitTitle"]) $(id).replaceChildren();
  show("stepsTitle", "The numbers");
  const reason = formulaError ? "No picture: a formula doesn't work." : "No picture: the error ends the run.";
  for (const [name, picture] of Object.entries(pictures)) {
    picture.say(reason);
    $(name).setAttribute("aria-label", reason);
  }
  $("notes").textContent = (notes ?? []).join("\n").trim();
  $("limitMark").hidden = true;
  showVerdict();
  showCode(-1);
  show("status", formulaError ? "A formula doesn't work." : "The run ended with an error.");
}

let settling = 0;

/** What can wait until the controls rest. */
function settle() {
  clearTimeout(settling);
  settling = setTimeout(async () => {
    if (run?.isCoarse) { runLesson(position === run.epochs.length ? "end" : epochsOver()); return; }
    keepLink();
    showTask();
    announce();
    if (!run || frozen) return;
    try {
      await Promise.all([askLandscape(), askMoment()]);
      await compareParts();
      if ($("checkPart").open) await showCheck();
    } catch (reason) {
      unlessGivenUp(reason);
    }
  }, 120);
}

/** How many epochs are over. */
const epochsOver = () => run && position > 0 ? run.epochs[position - 1].epoch : 0;

let lastLink = "";

/** Puts what is shown into the address; a step of the history if it is another lesson. */
function keepLink() {
  const next = link(epochsOver());
  if (next === lastLink || frozen) return;
  const lesson = (text) => { const fields = new URLSearchParams(text.slice(1)); return ["problem", "part", "mistake"].map((name) => fields.get(name)).join(); };
  const isNew = lastLink && lesson(next) !== lesson(lastLink);
  lastLink = next;
  history[isNew ? "pushState" : "replaceState"]({ task, goal, goalOf }, "", next);
}

/** Says whether all parts have the same bits. */
async function compareParts() {
  const { parts } = problems[state.problem];
  const { mistake } = state;
  const place = $("same");
  place.className = "";
  if (hasOwnFormulas()) {
    place.textContent = "The formulas are your own, so the parts are not compared.";
    return;
  }
  if (mistake && mistake !== largeRate || parts.length < 2) {
    place.textContent = mistake ? "The parts are not compared when a mistake is chosen." : `Only part ${parts[0]} has this lesson.`;
    return;
  }
  place.textContent = "Comparing the parts …";
  const prints = [];
  const mine = version;
  for (const part of parts) {
    const { fingerprint } = part === state.part ? run : await ask(request("run", { part }));
    // Stop if the settings have changed meanwhile.
    if (mine !== version) return;
    prints.push(fingerprint);
  }
  const alike = parts.filter((_, index) => prints[index] === prints[0]);
  const others = parts.filter((part) => !alike.includes(part));
  const count = `${run.count} ${run.count === 1 ? "loss" : "losses"}`;
  place.className = others.length ? "" : "yes";
  place.textContent = others.length
    ? `Computed just now: ${count}. ${alike.length > 1 ? `${upper(many(alike, "", "agree"))} bit for bit; ` : ""}${many(others, "differs", "differ")} in the last digits`
      + (state.problem === "sine" ? ", because its linear layer adds the bias last." : ".")
    : `Computed just now: all four parts have the same ${count}, bit for bit (fingerprint ${prints[0]}).`;
}

const many = (parts, one, more) => parts.length === 1 ? `part ${parts[0]} ${one}` : `parts ${parts.join(", ")} ${more}`;

async function askMoment() {
  if (!run || playing) return;
  const next = current();
  const mine = version;
  channels.epoch.giveUp();
  const asked = await channels.epoch.ask(request("moment", { epochs: next.epoch }));
  if (current() !== next || mine !== version) return;
  moment = asked;
  showSteps();
  if ($("graphPart").open) showGraph(moment);
}

async function showCheck() {
  const mine = version;
  const { lines, wrong } = await ask(request("check"));
  if (mine === version) $("check").textContent = [...(lines ?? []), wrong ? `Wrong: ${wrong}.` : ""].join("\n").trim();
}

function showNotes() {
  $("notes").textContent = state.mystery ? "They would tell which mistake is hidden." : run.notes.join("\n").trim();
}

// MARK: - Where the run is

/** The epoch that comes next: the one whose steps are shown. At the end it is the last. */
function current() { return run?.epochs[Math.min(position, run.epochs.length - 1)]; }

/** The parameters at this place. */
function parameters() {
  if (!run) return [];
  if (position === 0) return run.epochs[0].before ?? [];
  return run.epochs[position - 1].after;
}

function go(to, newStep = -1) {
  if (!run) return;
  position = Math.max(0, Math.min(run.epochs.length, to));
  step = position === run.epochs.length ? -1 : newStep;
  draw();
  if (!playing) rest();
}

let momentTimer = 0;

/** Speaks, and asks for the numbers of the epoch, once the hand rests. */
function rest() {
  clearTimeout(momentTimer);
  momentTimer = setTimeout(() => {
    keepLink();
    showTask();
    announce();
    if (moment?.epoch !== current()?.epoch) askMoment().catch(unlessGivenUp);
  }, 60);
}

function pause() {
  if (!playing) return;
  playing = null;
  show("run", "Run");
  rest();
}

function play() {
  if (!run) return;
  if (reduced.matches) { go(run.epochs.length); return; }
  if (position >= run.epochs.length) position = 0;
  step = -1;
  const from = position;
  const film = run;
  const seconds = Math.min(6, Math.max(1.5, run.epochs.length / 12));
  const began = playing = performance.now();
  show("run", "Pause");
  const frame = (now) => {
    if (playing !== began) return;
    // The rest of a run may come while its beginning is shown.
    if (run !== film) { pause(); return; }
    go(from + Math.floor((now - began) / 1000 / seconds * run.epochs.length));
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

/** What a screen reader says, at rest; the table has all numbers. */
function announce() {
  if (!run || playing) return;
  namePictures();
  const values = parameters();
  const names = run.names.slice(0, 8).map((name, index) => `${name} = ${shown(values[index], 6)}`).join(", ");
  const place = step >= 0 ? `Epoch ${current().epoch}, step ${step + 1}: ${stepNames[step].toLowerCase()}.`
    : position === 0 ? `At the start: ${names}.`
    : `After epoch ${epochsOver()} of ${run.total}: loss ${shown(run.epochs[position - 1].loss, 6)}, ${names}. ${$("verdict").textContent}`;
  show("status", isTaskDone ? `${place} Task done. ${$("taskState").textContent}` : place);
}

/** Says where the run is, with the numbers that the pictures show. */
function showWhere() {
  const next = current();
  const values = parameters();
  const isOver = position === run.epochs.length;
  const numbers = run.names.length > 2 ? `loss ${shown((isOver ? run.epochs.at(-1) : next).loss)}`
    : run.names.map((name, index) => `${name} = ${shown(values[index])}`).join(", ");
  const part = run.isPartial ? `, the first ${run.count} so far` : run.stride > 1 && !run.isCoarse ? `, in steps of ${run.stride}` : "";
  show("where", (isOver ? `After epoch ${run.count}` : `Before epoch ${next.epoch}`) + ` of ${run.total}${part}: ${numbers}`);
}

// MARK: - Pictures

let drawing = 0;

/** The pictures that need drawing. */
let undrawn = [];

/** Draws in the next frame, once, however often it is called. */
function draw(...some) {
  const all = some.length ? some : [drawDescent, drawFit, drawLoss];
  undrawn = [...undrawn, ...all.filter((picture) => !undrawn.includes(picture))];
  drawing ||= requestAnimationFrame(drawNow);
}

function drawNow() {
  drawing = 0;
  if (!run) { undrawn = []; return; }
  $("position").value = position;
  showWhere();
  showCode(step);
  showStepMark();
  // Draw in turn, within the time that a slow machine has for a frame; the rest follows in the next frame.
  const start = performance.now();
  while (undrawn.length && performance.now() - start < 5) undrawn.shift()();
  if (undrawn.length) drawing = requestAnimationFrame(drawNow);
}

/** Draws everything before anything else happens, as before printing. */
function drawAtOnce() {
  if (run) for (const picture of [drawDescent, drawFit, drawLoss]) picture();
}

function drawLoss() {
  const points = run.epochs.map(({ epoch, loss }) => [epoch, loss]);
  const positive = run.epochs.map(({ loss }) => loss).filter((loss) => loss > 0);
  const [low, high] = range(positive);
  // A logarithm has no negative losses.
  const isNegative = run.epochs.some(({ loss }) => loss !== null && loss < 0);
  const logarithmic = !isNegative && positive.length > 1 && high / low >= 100;
  const hasZero = run.epochs.some(({ loss }) => loss === 0);
  const p = pictures.loss;
  p.begin([0, 1.02 * Math.max(2, run.total)], logarithmic ? [low, high] : range([0, ...run.epochs.map(({ loss }) => loss)], 0.05),
    { logarithmic, xLabel: "epoch", yLabel: logarithmic ? `loss, in powers of ten${hasZero ? "; 0 has no place" : ""}` : isNegative ? "loss, on a linear axis, as it becomes negative" : "loss" });
  p.line(points, "line", 1.5);
  p.line(points.slice(0, position + 1), "blue", 2.5);
  const next = current();
  p.dots([[next.epoch, next.loss]], "red", 5);
  p.text(next.epoch, next.loss, `loss ${shown(next.loss)}`, "red");
}

/** A curve through the predictions: of the sine's problem it is a cubic, which four of its points determine. */
function curve(points) {
  const distinct = points.filter(([x], index) => index === 0 || x > points[index - 1][0]);
  if (state.problem !== "sine" || !/x³/.test(run.formula) || distinct.length < 4 || distinct.length > 40 || distinct.some(([, y]) => y === null)) return points;
  const four = [0, 1, 2, 3].map((index) => distinct[Math.round(index * (distinct.length - 1) / 3)]);
  const [low, high] = pictures.fit.x;
  return Array.from({ length: 101 }, (_, index) => {
    const x = low + (high - low) * index / 100;
    return [x, four.reduce((sum, [a, y]) => sum + four.reduce((product, [b]) => a === b ? product : product * (x - b) / (a - b), y), 0)];
  });
}

function drawFit() {
  if (!run.y) return;
  const next = current();
  const p = pictures.fit;
  const outputs = run.outputs ?? 1;
  const prediction = next.prediction ?? [];
  if (outputs === 1) {
    show("fitTitle", run.formula ? `ŷ = ${run.formula}` : hasOwnFormulas() ? "data and prediction ŷ" : "ŷ = model(x)");
    const x = run.y.map((_, index) => run.x[index * run.inputs]);
    const { y } = run;
    const isLine = state.problem === "line";
    const room = editFrame?.problem === state.problem ? editFrame : { x: [], y: [] };
    const wide = (values, share, more) => range([...range(isLine ? [0, ...values] : values, share), ...more]);
    const ranges = frozen?.fit ?? [wide(x, 0.05, room.x), wide(y, 0.15, room.y)];
    p.begin(...ranges, { xLabel: "x", yLabel: "y" });
    const order = x.map((_, index) => index).sort((a, b) => x[a] - x[b]);
    const line = order.map((index) => [x[index], prediction[index] ?? null]);
    p.dots(order.map((index) => [x[index], y[index]]), "soft", x.length > 40 ? 2 : 5);
    p.line(curve(line), "blue", 2.5);
    if (x.length <= 40) for (const index of order) p.line([[x[index], y[index]], [x[index], prediction[index] ?? null]], "red", 1);
    const [last, end] = [order.at(-1), order[Math.floor(order.length * 0.6)]];
    p.text(x[end], y[end], "data", "soft");
    p.text(x[last], prediction[last] ?? null, "ŷ", "blue");
  } else {
    show("fitTitle", "predicted over measured; on the line they are equal");
    const all = range([...run.y, ...prediction], 0.08);
    p.begin(range(run.y, 0.08), all, { xLabel: "measured", yLabel: "predicted" });
    p.line([[all[0], all[0]], [all[1], all[1]]], "line", 1);
    for (let output = 0; output < outputs; output++) {
      const name = output ? "red" : "green";
      const points = run.y.map((y, index) => [y, prediction[index] ?? null]).filter((_, index) => index % outputs === output);
      p.dots(points, name, 5, output > 0);
      const far = points.reduce((a, b) => output ? (b[0] < a[0] ? b : a) : (b[0] > a[0] ? b : a));
      p.text(...far, state.problem === "crops" ? ["apples", "oranges"][output] : `output ${output + 1}`, name);
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

let axesFor = "";

/** Begins with the two parameters that move the most. */
function chooseAxes() {
  const names = run.names.join();
  if (axesFor === state.problem + names) return;
  axesFor = state.problem + names;
  const moves = run.names.map((_, index) => [index, Math.abs(run.epochs.at(-1).after[index] - (run.epochs[0].before?.[index] ?? 0)) || 0]);
  const most = moves.sort((a, b) => b[1] - a[1]).slice(0, 2).map(([index]) => index).sort((a, b) => a - b);
  axes = most.length > 1 ? most : [0, 1];
}

async function askLandscape() {
  if (!run?.epochs[0].before || run.isPartial) return;
  const mine = version;
  const [first, second] = run.names.length > 1 ? axes : [0, null];
  const x = pathRange(first);
  const y = second === null ? null : pathRange(second);
  const last = run.epochs.at(-1).after;
  // The other parameters have the best values, where they are known, so that the lowest contour is around the minimum.
  const at = run.best ?? (last.every(Number.isFinite) ? last : run.epochs[0].before);
  const [columns, rows] = y ? [37, 27] : [61, 1];
  const spread = ([low, high], count) => Array.from({ length: count }, (_, index) => low + (high - low) * index / (count - 1));
  // The only parameter moves in a single row.
  const { losses } = await ask(request("landscape", { first, second: second ?? first, at, columns: spread(x, columns), rows: y ? spread(y, rows) : x[0] }));
  if (!losses || mine !== version) return;
  const floor = range(losses)[0];
  landscape = { losses, columns, rows, x, y, first, second, at, floor: Math.min(floor, run.bestLoss ?? floor) };
  isLandscapeOld = false;
  namePictures();
  draw(drawDescent);
}

function drawDescent() {
  const p = pictures.descent;
  const { epochs } = run;
  const way = epochs.slice(0, position);
  const here = parameters();
  if (!landscape) {
    // The loss at other places is not known yet.
    const [first, second] = run.names.length > 1 ? axes : [0, null];
    const points = second === null ? way.map(({ before, loss }) => [before?.[0] ?? null, loss])
      : way.map(({ after }) => [after[first], after[second]]);
    const [x, y] = frozen?.descent ?? [pathRange(first), second === null ? range([0, ...epochs.map(({ loss }) => loss)]) : pathRange(second)];
    p.begin(x, y, { xLabel: run.names[first], yLabel: second === null ? "loss" : run.names[second] });
    p.line(points, "red", 2);
    return;
  }
  const { losses, columns, x, y, first, second } = landscape;
  if (second === null) {
    const [low, high] = range(losses);
    p.begin(x, [Math.min(0, low), high * 1.05], { xLabel: run.names[0], yLabel: "loss" });
    p.line(losses.map((loss, index) => [x[0] + (x[1] - x[0]) * index / (columns - 1), loss]), "blue", 2);
    const points = way.map(({ before, loss }) => [before[0], loss]);
    const next = current();
    const ball = position < epochs.length ? [next.before[0], next.loss] : null;
    p.line(ball ? [...points, ball] : points, "red", 1, [4, 3]);
    p.dots(points, "red", 3);
    if (run.best && position) p.text(run.best[0], Math.max(0, run.bestLoss ?? 0), "minimum", "green");
    if (position) p.text(epochs[0].before[0], epochs[0].loss, "start", "soft");
    if (ball) {
      const [w, loss] = ball;
      const slope = next.gradient?.[0];
      const length = (x[1] - x[0]) * 0.14;
      if (slope !== undefined && slope !== null) p.line([[w - length, loss - slope * length], [w + length, loss + slope * length]], "red", 2);
      p.dots([ball], "red", 7);
      p.text(w, loss, `${run.names[0]} = ${shown(w, 3)}`, "red");
    } else {
      p.line([[here[0], 0], [here[0], high]], "red", 1);
      p.text(here[0], high * 0.4, `${run.names[0]} = ${shown(here[0])}`, "red");
    }
  } else {
    p.begin(x, y, { xLabel: run.names[first], yLabel: run.names[second] });
    p.context.globalAlpha = isLandscapeOld ? 0.35 : 1;
    p.contours(landscape, landscape.floor);
    p.context.globalAlpha = 1;
    const points = [[epochs[0].before[first], epochs[0].before[second]], ...way.map(({ after }) => [after[first], after[second]])];
    p.line(points, "red", 2);
    if (run.best) {
      p.dots([[run.best[first], run.best[second]]], "green", 5);
      p.text(run.best[first], run.best[second], "minimum", "green");
    }
    p.dots(points.slice(0, 1), "red", 6, true);
    p.text(...points[0], "start", "text");
    p.dots([[here[first], here[second]]], "red", 6);
    if (position) p.text(here[first], here[second], "now", "red");
  }
}

let axesShown = "";

function showAxes() {
  const place = $("axes");
  const count = run.names.length;
  const key = run.names.join() + axes.join();
  if (axesShown === key) return;
  axesShown = key;
  if (count < 2) {
    const hint = Object.assign(document.createElement("span"), { id: "dragHint", textContent: " Drag the start." });
    place.replaceChildren(`over ${run.names[0]}; red: the slope.`, hint);
    return;
  }
  const select = (which) => {
    const element = document.createElement("select");
    element.setAttribute("aria-label", which ? "Vertical axis" : "Horizontal axis");
    run.names.forEach((name, index) => element.append(new Option(name, index, false, index === axes[which])));
    element.onchange = () => { axes[which] = Number(element.value); askLandscape().catch(unlessGivenUp); };
    return element;
  };
  place.replaceChildren("over ", select(0), " and ", select(1), count < 3 ? "" : run.best ? "; others: best" : "; others: final");
  place.title = "Drag the start." + (count < 3 ? "" : ` The other parameters have their ${run.best ? "best" : "final"} values.`);
}

// MARK: - Texts

function showSteps() {
  if (!moment?.steps) { $("steps").replaceChildren(); return; }
  show("stepsTitle", `The numbers of epoch ${moment.epoch}`);
  const ownLoss = (text) => hasOwnFormulas() ? text.replace("The lesson uses its own loss.", "The loss is your own formula.") : text;
  $("steps").replaceChildren(...moment.steps.map(([name, text], index) => {
    const section = document.createElement("section");
    const title = document.createElement("h3");
    title.textContent = `${index + 1}. ${name}`;
    section.append(title, ...ownLoss(text).split("\n").map((textContent) => Object.assign(document.createElement("div"), { textContent })));
    return section;
  }));
  showStepMark();
}

function showStepMark() {
  // Numbers of another epoch than the pictures' are not shown.
  const isOld = !moment || moment.epoch !== current()?.epoch;
  $("steps").hidden = isOld;
  if (isOld) { show("stepsTitle", playing ? "The numbers of an epoch show at rest" : "The numbers …"); return; }
  show("stepsTitle", `The numbers of epoch ${moment.epoch}`);
  [...$("steps").children].forEach((section, index) => {
    section.classList.toggle("now", index === step);
    if (index === step) $("steps").scrollTop = section.offsetTop - 30;
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

/** The mistakes that a lesson offers, also where one of them has ended the run. */
const offered = new Map();
let mistakesShown = "";

function showMistakes(answer) {
  const key = `${state.problem} ${state.part}`;
  if (answer.mistakes) offered.set(key, answer.mistakes);
  const names = offered.get(key) ?? (state.mistake ? [[state.mistake, ""]] : []);
  const text = JSON.stringify([names, state.mystery, state.mistake]);
  if (text === mistakesShown) return;
  mistakesShown = text;
  const select = $("mistake");
  select.disabled = Boolean(state.mystery);
  select.replaceChildren(new Option(state.mystery ? "hidden" : "none", ""), ...names.map(([name, sentence]) => {
    const option = new Option(name, name);
    option.title = sentence;
    return option;
  }));
  select.value = state.mystery ? "" : state.mistake;
}

let explained = "";

/** The story of the mistake, beside the lines that make it. */
function explainMistake({ mistakes, story, exhibit }) {
  const sentence = state.mystery ? "" : (mistakes ?? []).find(([name]) => name === state.mistake)?.[1] ?? "";
  const error = sentence && run && exhibit ? `Fatal error: ${exhibit} That would end a program; the lesson shows it and goes on.` : "";
  if (explained === sentence + error) return;
  explained = sentence + error;
  $("explained").hidden = !sentence;
  const more = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "How it shows, and the cure";
  more.append(summary, [error, ...story ?? []].filter(Boolean).join("\n\n"));
  $("explained").replaceChildren(sentence, more);
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
    show("limit", `${run.failure ? upper(run.failure) + " " : ""}The red mark on the slider is the limit of the learning rate, ${run.limitFormula} = ${shown(run.limit)}.`);
  } else {
    show("limit", run.failure ? upper(run.failure) : run.noLimit ? `No limit of the learning rate: ${run.noLimit}` : "");
  }
}
