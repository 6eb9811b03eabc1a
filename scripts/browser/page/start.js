// What the controls do, and how the page begins.

function showControls() {
  const problem = problems[state.problem];
  $("problem").value = state.problem;
  const radios = [...$("parts").querySelectorAll("input")];
  if (radios.map((radio) => radio.value).join() === problem.parts.join()) {
    for (const radio of radios) radio.checked = Number(radio.value) === state.part;
  } else $("parts").replaceChildren($("parts").firstElementChild, ...problem.parts.map((part) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "part", value: part, checked: part === state.part });
    input.onchange = () => { state.part = part; change(); };
    label.append(input, ` ${part}`);
    return label;
  }));
  showChapter();
  showRate();
  $("rateSlider").value = state.lr > 0 ? Math.round(rateShare(state.lr) * 1000) : 0;
  $("epochs").value = state.epochs;
  $("w0").value = state.w0;
  $("startLabel").hidden = state.problem !== "line";
  $("samples").value = state.points?.length ?? state.samples;
  $("samples").max = problem.maxSamples;
  $("samples").disabled = Boolean(state.points);
  $("samplesName").textContent = problem.samplesName;
  $("seed").value = state.seed;
  $("seedLabel").hidden = state.problem === "line";
  $("pointsPart").hidden = !problem.data;
  show("noPoints", `Back to ${problem.data}`);
  if (document.activeElement !== $("points")) $("points").value = (state.points ?? []).map((point) => point.join(" ")).join("\n");
}

function showRate() {
  $("rate").value = state.lr ?? "";
  $("rateSlider").setAttribute("aria-valuetext", String(state.lr ?? ""));
}

const chapters = document.querySelector("meta[name=chapters]")?.content;

/** A link to the chapter of the lesson, where the page is published with the chapters. */
function showChapter() {
  if (!chapters) return;
  const name = { line: `part${state.part}`, legendre: "sine" }[state.problem] ?? state.problem;
  $("chapter").hidden = false;
  $("chapter").href = chapters.replace("*", name);
  show("chapter", `The chapter: ${name}`);
}

/** Says what of a link or of a setting does not count. */
function refuse(sentence) {
  $("refused").hidden = !sentence;
  show("refused", sentence);
}

/** After a setting has changed. */
function change(place = "end") {
  refuse("");
  pause();
  showControls();
  runLesson(place);
}

/** What was set before the learning rate was made too large. */
let withoutMistake = null;
const usual = () => defaults(state.problem);

function listen() {
  $("problem").replaceChildren(...Object.entries(problems).map(([key, { name }]) => new Option(name, key)));
  $("problem").onchange = () => {
    const part = state.part;
    Object.assign(state, defaults($("problem").value));
    if (problems[state.problem].parts.includes(part)) state.part = part;
    axes = [0, 1];
    axesShown = "";
    change();
  };
  $("rateSlider").oninput = () => {
    const [low, high] = lrRange();
    state.lr = Number((low * (high / low) ** ($("rateSlider").value / 1000)).toPrecision(3));
    pause();
    refuse("");
    showRate();
    runLesson();
  };
  const fields = { rate: ["lr", 0, 1e6], epochs: ["epochs", 1, 100000], w0: ["w0", -1e6, 1e6], samples: ["samples", 1, null], seed: ["seed", 0, Number.MAX_SAFE_INTEGER] };
  for (const [id, [name, low, high]] of Object.entries(fields)) {
    const isWhole = !["rate", "w0"].includes(id);
    $(id).onchange = () => {
      const most = high ?? problems[state.problem].maxSamples;
      const value = (isWhole ? readWhole : readNumber)($(id).value, low, most);
      $(id).setAttribute("aria-invalid", value === undefined);
      if (value === undefined) { $(id).title = `From ${low} to ${most}`; return; }
      $(id).removeAttribute("title");
      state[name] = value;
      if (name === "seed") state.moved = Object.create(null);
      change();
    };
  }
  $("mistake").onchange = () => {
    if (state.mistake === largeRate) Object.assign(state, withoutMistake ?? { lr: usual().lr, epochs: usual().epochs });
    state.mistake = $("mistake").value;
    if (state.mistake === largeRate) {
      withoutMistake = { lr: state.lr, epochs: state.epochs };
      state.lr = state.epochs = null;
    }
    change();
  };
  $("controls").onsubmit = (event) => event.preventDefault();
  $("run").onclick = () => playing ? pause() : play();
  $("step").onclick = () => { pause(); if (position >= (run?.epochs.length ?? 0)) return; if (step < 4) go(position, step + 1); else go(position + 1); };
  $("epoch").onclick = () => { pause(); go(position + 1); };
  $("back").onclick = () => { pause(); if (step >= 0) go(position, step - 1); else go(position - 1); };
  $("restart").onclick = () => { pause(); go(0); };
  $("end").onclick = () => { pause(); go(run?.epochs.length ?? 0); };
  $("position").oninput = () => { pause(); go(Number($("position").value)); };
  $("copy").onclick = async () => {
    if (run && position < run.epochs.length) state.at = position ? run.epochs[position - 1].epoch : 0;
    const text = location.href.split("#")[0] + link();
    history.replaceState(null, "", link());
    try {
      await navigator.clipboard.writeText(text);
      $("status").textContent = "Link copied.";
    } catch {
      $("status").textContent = "The link is in the address bar.";
    }
  };
  $("notesPart").ontoggle = () => { if ($("notesPart").open && run) showNotes(); };
  $("tablePart").ontoggle = () => { if ($("tablePart").open && run) showTable(); };
  $("graphPart").ontoggle = () => { if ($("graphPart").open) showGraph(moment); };
  $("checkPart").ontoggle = () => { if ($("checkPart").open) showCheck(); };
  addEventListener("keydown", (event) => {
    if (/INPUT|SELECT|TEXTAREA|BUTTON|SUMMARY/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { " ": "run", ArrowRight: "epoch", ArrowLeft: "back", s: "step", Home: "restart", End: "end" };
    if (keys[event.key]) { event.preventDefault(); $(keys[event.key]).click(); }
  });
  addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("hashchange", () => { restore(); });
}

// MARK: - The pointer

function listenToPictures() {
  const descent = $("descent");
  let isDragging = false;
  descent.onpointerdown = (event) => {
    if (!run || !landscape) return;
    const { first, second } = landscape;
    const before = run.epochs[0].before;
    const p = pictures.descent;
    const rect = descent.getBoundingClientRect();
    const dx = event.clientX - rect.left - p.left(before[first]);
    const dy = second === null ? 0 : event.clientY - rect.top - p.top(before[second]);
    if (Math.hypot(dx, dy) > 30) return;
    isDragging = true;
    descent.setPointerCapture(event.pointerId);
  };
  descent.onpointermove = (event) => {
    if (!isDragging || !landscape) return;
    const place = pictures.descent.place(event);
    moveStart(landscape.first, place.x);
    if (landscape.second !== null) moveStart(landscape.second, place.y);
  };
  descent.onpointerup = () => { if (isDragging) { isDragging = false; change("start"); } };
}

/** Puts the start of a number somewhere else. */
function moveStart(index, value) {
  const rounded = Number(value.toPrecision(3));
  if (state.problem === "line") {
    state.w0 = rounded;
  } else {
    const { name, place, count } = startOf(index, run.names);
    const list = state.moved[name] ?? Array(count).fill(0);
    list[place] += rounded - run.epochs[0].before[index];
    state.moved[name] = list.map((offset) => Number(offset.toPrecision(6)));
  }
  run.epochs[0].before[index] = rounded;
  draw();
}

function listenToPoints() {
  const canvas = $("fit");
  let dragged = -1;
  const own = () => state.points ?? run.y.map((y, index) => [run.x[index * run.inputs], y]);
  const nearest = (event) => {
    const p = pictures.fit;
    const rect = canvas.getBoundingClientRect();
    return own().findIndex(([x, y]) => Math.hypot(event.clientX - rect.left - p.left(x), event.clientY - rect.top - p.top(y)) < 16);
  };
  const place = (event) => {
    const { x, y } = pictures.fit.place(event);
    return [Number(x.toFixed(2)), Number(y.toFixed(2))];
  };
  canvas.onpointerdown = (event) => {
    if (!problems[state.problem].data || !run || own().length > 199) return;
    dragged = nearest(event);
    state.points = own();
    if (dragged < 0) dragged = state.points.push(place(event)) - 1;
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (dragged < 0) return;
    state.points[dragged] = place(event);
    change();
  };
  canvas.onpointerup = () => { if (dragged >= 0) { dragged = -1; change(); } };
  canvas.ondblclick = (event) => {
    if (!problems[state.problem].data || !state.points || state.points.length < 2) return;
    const index = nearest(event);
    if (index >= 0) { state.points.splice(index, 1); change(); }
  };
  $("usePoints").onclick = () => usePoints($("points").value);
  $("noPoints").onclick = () => { state.points = null; change(); };
  addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const file = event.dataTransfer.files[0];
    if (!file) return;
    if (file.size > 1 << 20) { $("pointsError").textContent = "The file is larger than a megabyte."; return; }
    if (!problems[state.problem].data) Object.assign(state, defaults("line"));
    usePoints(await file.text());
  });
}

/** Reads a table with two columns, skipping a first row with names. */
function usePoints(text) {
  const rows = text.split(/\r?\n/).map((row) => row.trim()).filter((row) => row !== "");
  const points = [];
  let error = "";
  rows.forEach((row, index) => {
    const cells = row.split(/[;,\t ]+/);
    const numbers = cells.map((cell) => readNumber(cell.replace(/^"|"$/g, ""), -1e6, 1e6));
    if (cells.length === 2 && numbers.every((value) => value !== undefined)) points.push(numbers);
    else if (index > 0 && !error) error = `Row ${index + 1} does not have two numbers: ${row.slice(0, 40)}`;
  });
  if (!error && !points.length) error = "No row has two numbers.";
  if (!error && points.length > 200) error = `There are ${points.length} points, but the page can use at most 200.`;
  $("pointsPart").open = true;
  $("pointsError").textContent = error;
  if (error) return;
  state.points = points;
  change();
}

// MARK: - The beginning

function restore() {
  for (const name of Object.keys(state)) delete state[name];
  Object.assign(state, readLink(location.hash));
  const { at, refused } = state;
  withoutMistake = null;
  const names = [...new Set(refused)].slice(0, 5).map((name) => name.slice(0, 40)).join(", ");
  refuse(names && `The page cannot use these settings of the link: ${names}.`);
  axes = [0, 1];
  axesShown = "";
  pause();
  showControls();
  runLesson(at ?? "end");
}

listen();
listenToPictures();
listenToPoints();
startWorker();
restore();
