// What to try next, and what the learning rate does.

// MARK: - The verdict

/** What the run shows of its learning rate: a kind, a sign and a sentence. */
function verdictOf(run) {
  const { epochs, limit, best, bestLoss } = run;
  const losses = epochs.map(({ loss }) => loss);
  const [first, last] = [losses[0], losses.at(-1)];
  if (last === null || last > first * 1.001) return ["diverges", "▲", `Diverges: the loss grows from ${shown(first, 2)} to ${last === null ? "infinity" : shown(last, 2)}.`];
  if (run.isPartial) return ["", "…", "Computing the other epochs."];
  const span = first - (bestLoss ?? Math.min(...losses));
  const isAbove = last - (bestLoss ?? last) > 0.01 * span;
  if (losses.length > 1 && losses.every((loss) => loss === first)) return isAbove || bestLoss === undefined ? ["slow", "■", "Nothing moves: the loss never changes."] : ["good", "●", "At the minimum from the start."];
  const rises = losses.filter((loss, index) => index && loss > losses[index - 1] * 1.000001 && loss > (bestLoss ?? 0) + 1e-6 * span).length;
  const needed = epochsNeeded(run);
  const isLine = best && state.problem === "line" && run.names.length === 1;
  const reached = needed === null ? "" : `${isLine ? `${run.names[0]} ≈ ${shown(best[0], 3)}` : "99 % of the way"} after ${needed} ${needed === 1 ? "epoch" : "epochs"}`
    + (isLine ? "." : `; last loss ${shown(last, 3)}, at best ${shown(bestLoss, 3)}.`);
  if (limit > 0 && state.lr > limit * 0.55 || rises > losses.length / 10)
    return ["swings", "◆", `Swings: steps overshoot the minimum. ${reached || "Not at rest yet."}`];
  if (isAbove && losses.length > 20 && Math.abs(losses.at(-Math.ceil(losses.length / 10)) - last) < 1e-4 * last)
    return ["slow", "■", `Rests above the minimum, at a loss of ${shown(last, 3)}.`];
  if (bestLoss !== undefined && needed === null) return ["slow", "■", `Too slow: in epoch ${run.count} the loss is ${shown(last, 3)}, at best ${shown(bestLoss, 2)}.`];
  return ["good", "●", reached ? `Good: ${reached}` : `Falls: the loss goes from ${shown(first, 3)} to ${shown(last, 3)}.`];
}

/** After how many epochs the run stays at the minimum: w as good as 2 on the line, and the loss elsewhere; null if never. */
function epochsNeeded({ epochs, best, bestLoss, names }) {
  if (!best) return null;
  const first = epochs[0].loss;
  const isThere = state.problem === "line" && names.length === 1
    ? ({ after }) => Math.abs(after[0] - best[0]) < 0.005 * Math.max(1, Math.abs(best[0]))
    : (_, index) => { const next = epochs[index + 1]?.loss; return next !== undefined && next !== null && next - bestLoss < 0.01 * (first - bestLoss); };
  let needed = null;
  epochs.forEach((entry, index) => {
    if (index + 1 === epochs.length && needed !== null && state.problem !== "line") return;
    if (!isThere(entry, index)) needed = null; else needed ??= entry.epoch;
  });
  return needed;
}

function showVerdict() {
  const [kind, sign, sentence] = run ? verdictOf(run) : ["", "", ""];
  $("verdict").className = kind === "good" ? "good" : kind === "" ? "" : "bad";
  $("verdict").dataset.kind = kind;
  show("verdict", run ? `${sign} ${sentence}` : "");
}

// MARK: - Tasks

/** The tasks of the problem, in order: what to do, when it is done, and how far it is. */
const tasks = [
  {
    text: () => state.problem === "line" && !state.points && !hasOwnFormulas()
      ? `Find the 2 in y = 2·x: w starts at ${shown(state.w0)}. Press Step and watch the marked lines.`
      : "Press Step and watch the marked lines.",
    isDone: () => hasStepped && position > 0,
    state: () => `${step + 1} of 5 steps${step < 0 ? "" : `: ${stepNames[step].toLowerCase()}`}.`,
    done: () => `One epoch: ${run.names.length > 2 ? `the loss is now ${shown(current().loss)}` : `${run.names[0]} is now ${shown(parameters()[0], 3)}`}.`,
  },
  {
    text: () => state.problem === "line" && !state.points && !hasOwnFormulas() ? "Does w arrive at 2? Press Epoch a few times, or Run." : "How far does the loss come down? Press Epoch a few times, or Run.",
    isDone: () => position === run.epochs.length && !playing,
    done: () => state.problem === "line" ? `${run.names[0]} = ${shown(parameters()[0])}.` : `The loss is ${shown(run.epochs.at(-1).loss)}.`,
  },
  {
    applies: () => Boolean(run?.best),
    text: () => `Get there in ${goal()} epochs or fewer: move the learning rate.`,
    isDone: () => { const needed = epochsNeeded(run); return needed !== null && needed <= goal(); },
    state: () => { const needed = epochsNeeded(run); return needed === null ? "Not there yet." : `Now: ${needed}.`; },
    done: () => `${epochsNeeded(run)} ${epochsNeeded(run) === 1 ? "epoch" : "epochs"}, with a learning rate of ${shown(state.lr)}.`,
  },
  {
    text: () => "Now break it: find a learning rate with which the loss grows.",
    isDone: () => $("verdict").dataset.kind === "diverges",
    done: () => run.limit > 0 ? `${shown(state.lr)} is above the limit, the red mark at ${shown(run.limit)}.` : `At ${shown(state.lr)} the loss grows.`,
  },
  {
    applies: () => state.problem === "line",
    text: () => state.mystery ? "The program has one of these mistakes, which the code does not show. Compare the numbers of an epoch with the code. Which is it?" : "Which mistake is hidden?",
    isDone: () => hasGuessed,
    done: () => `Right: ${state.mistake}. Its lines are marked in the code.`,
  },
];

/** The mistakes of part 2 that can be hidden: none of them ends the run. */
const hidden = ["no-zero-grad", "assign-gradient", "recursive-order", "wrong-shape"];

let task = 0;
let isTaskDone = false;
let hasStepped = false;
let hasGuessed = false;

/** How many epochs are few. */
const goal = () => state.problem === "line" ? 5 : Math.max(5, Math.round(problems[state.problem].epochs / 4));

const nextTask = () => tasks.findIndex(({ applies }, index) => index > task && (applies?.() ?? true));

function showTask() {
  $("task").hidden = task < 0;
  if (task < 0) return;
  const { text, isDone, state: progress, done } = tasks[task];
  if (run && !run.isPartial && !isAsking && !isTaskDone && isDone()) isTaskDone = true;
  show("taskNumber", `Task ${task + 1} of ${tasks.length}`);
  show("taskText", isTaskDone ? "" : text());
  show("taskState", !run ? "" : isTaskDone ? `✓ ${done()}` : progress?.() ?? "");
  const isHiding = task === 4 && !isTaskDone;
  show("nextTask", isTaskDone ? nextTask() < 0 ? "Close" : "Next task" : isHiding && !state.mystery ? "Hide a mistake" : "Skip");
  $("nextTask").classList.toggle("main", isTaskDone || isHiding && !state.mystery);
  for (const id of ["step", "run"]) $(id).classList.toggle("main", !isTaskDone && id === (task === 0 ? "step" : "run"));
  const guesses = isHiding && state.mystery ? hidden : [];
  if ($("guesses").childElementCount !== guesses.length) $("guesses").replaceChildren(...guesses.map((name) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    button.onclick = () => guess(name);
    return button;
  }));
}

function listenToTask() {
  $("nextTask").onclick = () => {
    if ($("nextTask").textContent === "Hide a mistake") { hideMistake(); return; }
    if (state.mystery) { Object.assign(state, { mystery: 0, mistake: "" }); change(); }
    task = nextTask();
    isTaskDone = hasGuessed = false;
    showTask();
  };
}

/** Chooses a mistake, for everybody to find. */
function hideMistake() {
  const others = hidden.filter((name) => name !== state.mistake);
  Object.assign(state, { problem: "line", part: 2, mystery: 1, mistake: others[Math.floor(Math.random() * others.length)] });
  task = 4;
  isTaskDone = hasGuessed = false;
  change(0);
}

function guess(name) {
  if (name !== state.mistake) { show("taskState", `${name} would look different. Try “Check the gradient” below.`); return; }
  hasGuessed = isTaskDone = true;
  state.mystery = 0;
  change(epochsOver());
}
