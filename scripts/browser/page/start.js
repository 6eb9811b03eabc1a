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
    input.onchange = () => {
      // Another part may not have the mistake that is hidden.
      if (state.mystery) Object.assign(state, { mystery: 0, mistake: "" });
      changeLesson(() => { state.part = part; });
      change(epochsOver());
    };
    label.append(input, ` ${part}`);
    return label;
  }));
  show("chosen", `${problem.name}, part ${state.part}${state.mistake && !state.mystery ? `, ${state.mistake}` : ""}`);
  showChapter();
  showFormulas();
  showRate();
  $("rateSlider").value = state.lr > 0 ? Math.round(rateShare(state.lr) * 1000) : 0;
  $("epochs").value = state.epochs;
  $("w0").value = state.w0;
  $("startLabel").hidden = state.problem !== "line";
  $("samples").value = state.points?.length ?? state.samples;
  $("samples").disabled = Boolean(state.points);
  show("samplesName", problem.samplesName);
  $("seed").value = state.seed;
  $("seedLabel").hidden = state.problem === "line";
  $("pointsPart").hidden = $("editing").hidden = !problem.data;
  $("fit").classList.toggle("editing", isEditing());
  $("undo").hidden = !earlier.some(({ problem, points }) => problem === state.problem && points !== undefined);
  $("undoStart").hidden = !earlier.some(({ problem, moved }) => problem === state.problem && moved !== undefined);
  $("descentPart").classList.toggle("moved", !$("undoStart").hidden);
  show("noPoints", `Back to ${problem.data}`);
  if (document.activeElement !== $("points") && !hasWrittenPoints) $("points").value = (state.points ?? []).map((point) => point.join(" ")).join("\n");
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

/** The points of the other problems. */
const ownPoints = new Map();

/** Another problem, with the points that it had before. */
function changeProblem(problem) {
  const { part } = state;
  ownPoints.set(state.problem, state.points);
  changeLesson(() => {
    Object.assign(state, defaults(problem), { points: ownPoints.get(problem) ?? null });
    if (problems[problem].parts.includes(part)) state.part = part;
  });
  change(0);
}

function listen() {
  $("problem").replaceChildren(...Object.entries(problems).map(([key, { name }]) => new Option(name, key)));
  $("problem").onchange = () => changeProblem($("problem").value);
  /** With a learning rate that the learner sets, the mistake's own rate no longer applies. */
  const leaveMistake = () => { if (state.mistake === largeRate) state.mistake = ""; };
  $("rateSlider").oninput = () => {
    const [low, high] = lrRange();
    state.lr = Number((low * (high / low) ** ($("rateSlider").value / 1000)).toPrecision(3));
    leaveMistake();
    $("rate").removeAttribute("aria-invalid");
    pause();
    refuse("");
    showRate();
    runLesson("end", true);
  };
  // A finger that begins on a slider and scrolls the page sets nothing.
  let touched = null;
  const keepTouched = (id, keep) => {
    $(id).addEventListener("pointerdown", ({ pointerType }) => { touched = pointerType === "touch" ? keep() : null; });
    $(id).addEventListener("pointercancel", () => { touched?.(); touched = null; });
  };
  keepTouched("rateSlider", () => {
    const { lr, mistake } = state;
    const place = epochsOver();
    return () => {
      if (lr === state.lr && mistake === state.mistake) { showControls(); return; }
      Object.assign(state, { lr, mistake });
      change(place);
    };
  });
  keepTouched("position", () => { const place = position; return () => go(place); });
  const fields = {
    rate: ["lr", 0, 1e6, "The learning rate"], epochs: ["epochs", 1, 100000, "The number of epochs"], w0: ["w0", -1e6, 1e6, "The start"],
    samples: ["samples", 1, null, "The number of samples"], seed: ["seed", 0, Number.MAX_SAFE_INTEGER, "The seed"],
  };
  for (const [id, [name, low, high, title]] of Object.entries(fields)) {
    const isWhole = !["rate", "w0"].includes(id);
    $(id).onchange = () => {
      const most = high ?? problems[state.problem].maxSamples;
      const value = (isWhole ? readWhole : readNumber)($(id).value, low, most);
      $(id).setAttribute("aria-invalid", value === undefined);
      if (value === undefined) {
        refuse(`${title} is ${isWhole ? "a whole number" : "a number"} from ${low} to ${most}, such as ${usual()[name]}. It stays ${state[name]}.`);
        return;
      }
      state[name] = value;
      if (name === "lr") leaveMistake();
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
  const length = () => run?.epochs.length ?? 0;
  // Only what the learner does counts as a way through the run.
  for (const id of ["run", "epoch", "end", "step"]) $(id).addEventListener("click", () => { hasAdvanced = true; });
  $("position").addEventListener("input", () => { hasAdvanced = true; });
  $("run").onclick = () => playing ? pause() : play();
  $("step").onclick = () => {
    pause();
    hasStepped = true;
    // After the last epoch it begins again, as Run does.
    if (position >= length()) go(0, 0);
    else if (step < 4) go(position, step + 1); else go(position + 1);
  };
  $("epoch").onclick = () => { pause(); go(position + 1); };
  $("back").onclick = () => { pause(); if (step >= 0) go(position, step - 1); else go(position - 1); };
  $("restart").onclick = () => { pause(); go(0); };
  $("end").onclick = () => { pause(); go(length()); };
  $("position").oninput = () => { pause(); go(Number($("position").value)); };
  for (const tab of document.querySelectorAll("[name=tab]")) tab.onchange = () => { $("stage").dataset.tab = tab.value; };
  $("copy").onclick = async () => {
    keepLink();
    try {
      await navigator.clipboard.writeText(location.href.split("#")[0] + link(epochsOver()));
      show("copy", "Copied");
    } catch {
      refuse("The link is in the address bar.");
    }
    setTimeout(() => show("copy", "Copy link"), 2000);
  };
  $("notesPart").ontoggle = () => { if ($("notesPart").open && run) showNotes(); };
  $("tablePart").ontoggle = () => { if ($("tablePart").open && run) showTable(); };
  $("graphPart").ontoggle = () => { if ($("graphPart").open) showGraph(moment); };
  $("checkPart").ontoggle = () => { if ($("checkPart").open && run) showCheck().catch(unlessGivenUp); };
  listenToKeys();
  addEventListener("resize", () => draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
  addEventListener("popstate", () => { if (location.hash !== lastLink) restore(); });
  // Paper is white; the pictures are drawn for it before it is printed, all of them, at their own size.
  const paper = (isPaper) => {
    document.documentElement.classList.toggle("paper", isPaper);
    for (const picture of Object.values(pictures)) picture.measure();
    for (const name of Object.keys(colours)) delete colours[name];
    drawAtOnce();
  };
  addEventListener("beforeprint", () => paper(true));
  addEventListener("afterprint", () => paper(false));
  matchMedia("print").addEventListener("change", ({ matches }) => paper(matches));
  // What the sticky bar covers is not where the keyboard goes.
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${$("bar").offsetHeight}px`)).observe($("bar"));
}

/** Keys for the buttons, unless they are switched off or belong to what has the focus. */
function listenToKeys() {
  try { $("useKeys").checked = localStorage.getItem("keys") !== "off"; } catch { /* A page in a file may have no storage. */ }
  $("useKeys").onchange = () => { try { localStorage.setItem("keys", $("useKeys").checked ? "on" : "off"); } catch { /* As above. */ } };
  const keys = { " ": "run", ArrowRight: "epoch", ArrowLeft: "back", s: "step", Home: "restart", End: "end" };
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (key === "z" && isEditing() && !/INPUT|TEXTAREA/.test(target.tagName)) { event.preventDefault(); undo("points"); }
      return;
    }
    if (!$("useKeys").checked || !keys[key]) return;
    const isText = /SELECT|TEXTAREA/.test(target.tagName) || target.tagName === "INPUT" && target.type === "text";
    // A button, a box and a summary have their space, and what scrolls or slides has its arrows.
    const hasSpace = /BUTTON|SUMMARY|INPUT|^A$/.test(target.tagName);
    const hasArrows = target.tagName === "INPUT" || target.tabIndex === 0 && /PRE|DIV/.test(target.tagName);
    if (isText || key === " " && hasSpace || key.length > 1 && hasArrows) return;
    event.preventDefault();
    $(keys[key]).click();
  });
}

// MARK: - The beginning

function restore() {
  for (const name of Object.keys(state)) delete state[name];
  Object.assign(state, readLink(location.hash));
  refuseFormulas();
  const { at, refused, mystery } = state;
  withoutMistake = null;
  lastLink = location.hash;
  pause();
  if (mystery) { hideMistake(); return; }
  const names = [...new Set(refused)].slice(0, 5).map((name) => name.slice(0, 40)).join(", ");
  showControls();
  showFormulas(true);
  if (state.formulas) $("formulasPart").open = true;
  refuse(names && `The page cannot use these settings of the link: ${names}.`);
  runLesson(at);
}

function begin() {
  if (matchMedia("(min-width: 75rem)").matches) $("settings").open = true;
  compiled.catch(() => {
    $("failure").hidden = false;
    show("failure", `The lessons could not be started: this browser lacks ${lacking || "what they need"}. Use a newer one, or run them in a terminal: swift run part1.`);
  });
  if (lacking) return;
  for (const channel of Object.values(channels)) channel.start();
  listen();
  listenToTask();
  listenToFormulas();
  listenToPictures();
  listenToPoints();
  showTask();
  restore();
}

begin();
