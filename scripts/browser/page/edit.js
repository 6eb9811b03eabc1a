// The pointer: dragging the start in the descent, editing points in the fit, and reading values.

/** Stops whatever is being dragged; the axes move again. */
function release(place) {
  frozen = null;
  change(place);
}

/** Lets go of what has been touched, but not moved. */
function letGo() {
  frozen = null;
  draw();
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
  // The loss at the pointer is computed once it rests.
  let resting = 0;
  listenForValues("descent", drawDescent, (place) => {
    clearTimeout(resting);
    if (!landscape) return "";
    const { first, second } = landscape;
    const [x, y] = [place.x, place.y].map((value) => Number(value.toPrecision(3)));
    const sentence = `${run.names[first]} = ${shown(x, 3)}${second === null ? "" : `, ${run.names[second]} = ${shown(y, 3)}`}`;
    resting = setTimeout(async () => {
      const mine = version;
      if (isWaiting() || frozen) return;
      const { losses } = await ask(request("landscape", { first, second, at: landscape.at, columns: x, rows: y })).catch(() => ({}));
      if (!losses || mine !== version || pictures.descent.pointed !== sentence) return;
      pictures.descent.pointed = `${sentence}: loss ${shown(losses[0], 3)}`;
      draw(drawDescent);
    }, 120);
    return sentence;
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
  // Once the start is dragged, the page stays where it is.
  canvas.addEventListener("touchmove", (event) => { if (drag?.isMoving && event.cancelable) event.preventDefault(); }, { passive: false });
  canvas.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary || !isNear(event)) return;
    const { before } = run.epochs[0];
    const { x, y } = pictures.descent.place(event);
    // The start keeps its distance from the pointer.
    const grab = { x: before[landscape.first] - x, y: landscape.second === null ? 0 : before[landscape.second] - y };
    drag = { w0: state.w0, moved: { ...state.moved }, before: [...before], names: run.names, grab, from: [event.clientX, event.clientY], isMoving: false };
    freeze();
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (!drag || !landscape) return;
    if (!drag.isMoving) {
      const [right, down] = [event.clientX - drag.from[0], event.clientY - drag.from[1]].map(Math.abs);
      if (Math.max(right, down) < (event.pointerType === "touch" ? 6 : 3)) return;
      // A finger that moves up or down scrolls the page; one that moves sideways drags the start.
      if (event.pointerType === "touch" && down > right) { drag = null; letGo(); return; }
      drag.isMoving = true;
    }
    const { x, y } = pictures.descent.place(event);
    moveStart(drag, landscape.first, x + drag.grab.x);
    if (landscape.second !== null) moveStart(drag, landscape.second, y + drag.grab.y);
    runLesson("start", true);
  };
  canvas.onpointerup = () => {
    if (!drag) return;
    const { isMoving, w0, moved } = drag;
    drag = null;
    if (!isMoving) { letGo(); return; }
    earlier.push({ problem: state.problem, w0, moved });
    release("start");
  };
  canvas.onpointercancel = () => {
    if (!drag) return;
    const { isMoving, w0, moved } = drag;
    drag = null;
    if (!isMoving) { letGo(); return; }
    Object.assign(state, { w0, moved: Object.assign(Object.create(null), moved) });
    release("start");
  };
  $("undoStart").onclick = () => undo("moved");
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

/** What the points and the start were, for undo. */
const earlier = [];
/** True while the text of the points is not yet used. */
let hasWrittenPoints = false;

/** Other points, or none, which can be undone. */
function setPoints(points) {
  earlier.push({ problem: state.problem, points: state.points });
  hasWrittenPoints = false;
  state.points = points;
}

/** Takes back the last change of the "points" or of the start, "moved". */
function undo(what) {
  const index = earlier.findLastIndex((entry) => entry.problem === state.problem && entry[what] !== undefined);
  if (index < 0) return;
  const [{ points, w0, moved }] = earlier.splice(index, 1);
  if (what === "points") { state.points = points; change(); return; }
  Object.assign(state, { w0, moved: Object.assign(Object.create(null), moved) });
  change("start");
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
    drag = { before: state.points, points: points.map((point) => [...point]), isNew: index < 0, hasMoved: false, from: [event.clientX, event.clientY] };
    if (index < 0) index = drag.points.push(place(event)) - 1;
    drag.index = index;
    freeze();
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (!drag) return;
    if (!drag.hasMoved && !drag.isNew && Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]) < 3) return;
    drag.points[drag.index] = place(event);
    drag.hasMoved = true;
    state.points = drag.points;
    runLesson("end", true);
  };
  const end = (isKept) => {
    if (!drag) return;
    const { before, points, isNew, hasMoved } = drag;
    drag = null;
    if (!isNew && !hasMoved) { letGo(); return; }
    state.points = before;
    if (isKept) setPoints(points);
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
  $("undo").onclick = () => undo("points");
  $("points").oninput = () => { hasWrittenPoints = true; };
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
