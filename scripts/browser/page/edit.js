// The pointer: dragging the start in the descent, editing points in the fit, and reading values.

/** Stops whatever is being dragged; the axes move again. */
function release(place) {
  frozen = null;
  change(place);
}

/** The axes stay as they are while something is dragged. */
function freeze() {
  pause();
  frozen = { fit: [pictures.fit.x, pictures.fit.y], descent: [pictures.descent.x, pictures.descent.y] };
}

/** Shows the numbers at the pointer. */
function listenForValues(name, drawPicture, text) {
  const canvas = $(name);
  const picture = pictures[name];
  const point = (sentence) => {
    if (picture.pointed === sentence) return;
    picture.pointed = sentence;
    draw(drawPicture);
  };
  canvas.addEventListener("pointermove", (event) =>
    point(run && picture.box && event.pointerType !== "touch" && picture.holds(event) ? text(picture.place(event)) : ""));
  canvas.addEventListener("pointerleave", () => point(""));
}

function listenToPictures() {
  listenForValues("loss", drawLoss, ({ x }) => {
    const near = run.epochs.reduce((a, b) => Math.abs(b.epoch - x) < Math.abs(a.epoch - x) ? b : a);
    return `epoch ${near.epoch}: ${shown(near.loss)}`;
  });
  listenForValues("fit", drawFit, ({ x, y }) => `${shown(x, 3)}, ${shown(y, 3)}`);
  listenForValues("descent", drawDescent, ({ x, y }) => {
    if (!landscape) return "";
    const index = Math.round((x - landscape.x[0]) / (landscape.x[1] - landscape.x[0]) * (landscape.columns - 1));
    const row = landscape.second === null ? 0 : Math.round((y - landscape.y[0]) / (landscape.y[1] - landscape.y[0]) * (landscape.rows - 1));
    const name = run.names[landscape.first];
    const other = landscape.second === null ? "" : `, ${run.names[landscape.second]} = ${shown(y, 3)}`;
    return `${name} = ${shown(x, 3)}${other}: loss ≈ ${shown(landscape.losses[row * landscape.columns + index], 3)}`;
  });

  const canvas = $("descent");
  let drag = null;
  const isNear = ({ clientX, clientY }) => {
    if (!run || !landscape) return false;
    const { first, second } = landscape;
    const { before, loss } = run.epochs[0];
    const p = pictures.descent;
    const rect = canvas.getBoundingClientRect();
    return Math.hypot(clientX - rect.left - p.left(before[first]), clientY - rect.top - p.top(second === null ? loss : before[second])) < 30;
  };
  // A finger on the start drags it; anywhere else it scrolls the page.
  canvas.addEventListener("touchstart", (event) => { if (isNear(event.touches[0])) event.preventDefault(); }, { passive: false });
  canvas.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary || !isNear(event)) return;
    drag = { w0: state.w0, moved: { ...state.moved }, before: [...run.epochs[0].before], names: run.names };
    freeze();
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (!drag || !landscape) return;
    const { x, y } = pictures.descent.place(event);
    moveStart(drag, landscape.first, x);
    if (landscape.second !== null) moveStart(drag, landscape.second, y);
    runLesson("start", true);
  };
  canvas.onpointerup = () => { if (drag) { drag = null; release("start"); } };
  canvas.onpointercancel = () => {
    if (!drag) return;
    Object.assign(state, { w0: drag.w0, moved: Object.assign(Object.create(null), drag.moved) });
    drag = null;
    release("start");
  };
}

/** Puts the start of a number somewhere else than it was when the drag began. */
function moveStart(drag, index, value) {
  const rounded = Number(value.toPrecision(3));
  if (state.problem === "line" && index === 0) { state.w0 = rounded; return; }
  const { name, place, count } = startOf(index, drag.names);
  const list = [...state.moved[name] ?? Array(count).fill(0)];
  list[place] = Number(((drag.moved[name]?.[place] ?? 0) + rounded - drag.before[index]).toPrecision(6));
  state.moved[name] = list;
}

// MARK: - Points

/** What the points were, for undo. */
const earlier = [];

/** Other points, or none, which can be undone. */
function setPoints(points) {
  earlier.push({ problem: state.problem, points: state.points });
  state.points = points;
}

function undoPoints() {
  while (earlier.length) {
    const { problem, points } = earlier.pop();
    if (problem !== state.problem) continue;
    state.points = points;
    change();
    return;
  }
}

/** What the fit shows when editing begins; it keeps room for points there. */
let editFrame = null;

const isEditing = () => $("edit").checked && Boolean(problems[state.problem].data);

/** The points that editing begins with: all that the problem has, if the page has all of them. */
function pointsToEdit() {
  if (state.points) return state.points;
  if (!run?.y || run.inputs !== 1 && state.problem === "line" || run.y.length !== run.rows || run.rows > 200) return [];
  return run.y.map((y, index) => [run.x[index * run.inputs], y]);
}

function listenToPoints() {
  const canvas = $("fit");
  let drag = null;
  const nearest = (event) => {
    const p = pictures.fit;
    const rect = canvas.getBoundingClientRect();
    const distances = pointsToEdit().map(([x, y]) => Math.hypot(event.clientX - rect.left - p.left(x), event.clientY - rect.top - p.top(y)));
    const index = distances.indexOf(Math.min(...distances));
    return distances[index] < 20 ? index : -1;
  };
  const place = (event) => {
    const { x, y } = pictures.fit.place(event);
    return [Number(x.toFixed(2)), Number(y.toFixed(2))];
  };
  canvas.onpointerdown = (event) => {
    if (!isEditing() || !run || event.button !== 0 || !event.isPrimary || !pictures.fit.holds(event)) return;
    const points = pointsToEdit();
    let index = nearest(event);
    if (index < 0 && points.length >= 200) { refuse("The page can use at most 200 points."); return; }
    drag = { before: state.points, points: points.map((point) => [...point]), isNew: index < 0, hasMoved: false };
    if (index < 0) index = drag.points.push(place(event)) - 1;
    drag.index = index;
    freeze();
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (!drag) return;
    drag.points[drag.index] = place(event);
    drag.hasMoved = true;
    state.points = drag.points;
    runLesson("end", true);
  };
  const end = (isKept) => {
    if (!drag) return;
    const { before, points, isNew, hasMoved } = drag;
    drag = null;
    state.points = before;
    if (isKept && (isNew || hasMoved)) setPoints(points);
    release();
  };
  canvas.onpointerup = () => end(true);
  canvas.onpointercancel = () => end(false);
  canvas.ondblclick = (event) => {
    if (!isEditing() || !state.points || state.points.length < 2) return;
    const index = nearest(event);
    if (index >= 0) { setPoints(state.points.filter((_, other) => other !== index)); change(); }
  };
  $("edit").onchange = () => {
    canvas.classList.toggle("editing", isEditing());
    editFrame = isEditing() && pictures.fit.x ? { problem: state.problem, x: pictures.fit.x, y: pictures.fit.y } : null;
    const { data } = problems[state.problem];
    if (isEditing() && pointsToEdit().length === 0) refuse(`Your own points begin with the first that you add. “Back to ${data}” below brings its points back.`);
    else refuse("");
  };
  $("undo").onclick = undoPoints;
  $("usePoints").onclick = () => usePoints($("points").value);
  $("noPoints").onclick = () => { setPoints(null); change(); };
  addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const file = event.dataTransfer.files[0];
    if (!file) return;
    if (file.size > 1 << 20) { $("pointsError").textContent = "The file is larger than a megabyte."; return; }
    if (!problems[state.problem].data) changeProblem("line");
    usePoints(await file.text());
  });
}

/** The cells of a row: between semicolons or tabs, or else between commas or spaces. */
function cellsOf(row) {
  if (/[;\t]/.test(row)) return row.split(/ *[;\t] */);
  // "0,5 1,5" has decimal commas.
  return /^\S+,\d+ +\S+$|^\S+ +\S+,\d+$/.test(row) && !/, /.test(row) ? row.split(/ +/) : row.split(/[, ]+/);
}

/** Reads a table with two columns, skipping a first row with names. */
function usePoints(text) {
  const rows = text.split(/\r?\n/).map((row) => row.trim()).filter((row) => row !== "");
  const points = [];
  let error = "";
  rows.forEach((row, index) => {
    const cells = cellsOf(row);
    const numbers = cells.map((cell) => readNumber(cell.replace(/^"|"$/g, ""), -1e6, 1e6));
    if (cells.length === 2 && numbers.every((value) => value !== undefined)) points.push(numbers);
    else if (index > 0 && !error) error = `Row ${index + 1} does not have two numbers: ${row.slice(0, 40)}`;
  });
  if (!error && !points.length) error = "No row has two numbers.";
  if (!error && points.length > 200) error = `There are ${points.length} points, but the page can use at most 200.`;
  $("pointsPart").open = true;
  $("pointsError").textContent = error;
  if (error) return;
  setPoints(points);
  change();
}
