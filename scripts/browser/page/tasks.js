// What to try next, and what the learning rate does.

// MARK: - The verdict

/** What the run shows of its learning rate: a kind, a sign and a sentence. */
function verdictOf(run) {
  const { epochs, limit, best, bestLoss } = run;
  const losses = epochs.map(({ loss }) => loss);
  const [first, last] = [losses[0], losses.at(-1)];
  if (first === null) return ["broken", "▲", "Not finite: epoch 1 already has no finite loss, whatever the learning rate."];
  if (last === null || epochs.at(-1).after.includes(null))
    return ["diverges", "▲", `Diverges: the loss starts at ${shown(first, 2)}, and after epoch ${last === null ? run.count - 1 : run.count} the numbers are no longer finite.`];
  if (last > first + 0.001 * Math.abs(first)) return ["diverges", "▲", `Diverges: the loss grows from ${shown(first, 2)} to ${shown(last, 2)}.`];
  if (run.isPartial) return ["", "…", "Computing the other epochs."];
  // A loss without a lowest value can fall faster and faster.
  const middle = losses[losses.length >> 1];
  if (bestLoss === undefined && last < 0 && losses.length > 2 && middle - last > 2 * Math.max(first - middle, 0) && Math.abs(last) > 10 * Math.abs(first))
    return ["runaway", "▲", `Runs away: the loss falls from ${shown(first, 2)} to ${shown(last, 2)}, faster and faster.`];
  const span = first - (bestLoss ?? Math.min(...losses));
  const isAbove = last - (bestLoss ?? last) > 0.01 * span;
  if (losses.length > 1 && losses.every((loss) => loss === first)) return isAbove || bestLoss === undefined ? ["slow", "■", "Nothing moves: the loss never changes."] : ["good", "●", "At the minimum from the start."];
  const rises = losses.filter((loss, index) => index && loss > losses[index - 1] + 1e-6 * Math.abs(losses[index - 1]) && loss > (bestLoss ?? -Infinity) + 1e-6 * span).length;
  const needed = epochsNeeded(run);
  const isLine = isParameterGoal(run);
  const reached = needed === null ? "" : `${isLine ? `${run.names[0]} ≈ ${shown(best[0], 3)}` : "99 % of the way"} ${epochsText(needed)}`
    + (isLine ? "." : `; last loss ${shown(last, 3)}, at best ${shown(bestLoss, 3)}.`);
  const isNearLimit = limit > 0 && state.lr > limit * 0.55;
  if (isNearLimit || rises > losses.length / 10) {
    // Without a known minimum, only the loss shows that it swings.
    return ["swings", "◆", isNearLimit || bestLoss !== undefined ? `Swings: steps overshoot the minimum. ${reached || "Not at rest yet."}`
      : `Swings: the loss keeps rising and falling; it goes from ${shown(first, 3)} to ${shown(last, 3)}.`];
  }
  if (isAbove && losses.length > 20 && Math.abs(losses.at(-Math.ceil(losses.length / 10)) - last) < 1e-4 * Math.abs(last))
    return ["slow", "■", `Stuck above the minimum, at a loss of ${shown(last, 3)}.`];
  if (bestLoss !== undefined && needed === null) return ["slow", "■", `Too slow: in epoch ${run.count} the loss is ${shown(last, 3)}, at best ${shown(bestLoss, 2)}.`];
  if (reached) return ["good", "●", `Good: ${reached}`];
  if (losses.length === 1) return ["", "●", `The loss of the only epoch is ${shown(first, 3)}.`];
  return last < first - 1e-6 * Math.abs(first) ? ["good", "●", `Falls: the loss goes from ${shown(first, 3)} to ${shown(last, 3)}.`]
    : ["slow", "■", `Hardly moves: the loss is ${shown(first, 3)} at first and ${shown(last, 3)} at the end.`];
}

/** True where the goal is the line's only parameter, such as w ≈ 2; elsewhere it is the loss. */
const isParameterGoal = ({ best, names }) => Boolean(best) && state.problem === "line" && names.length === 1;

/** Of a long run only some epochs are kept, so it may have been there earlier. */
const epochsText = (needed) => run.stride > 1 ? `by epoch ${needed}` : `after ${needed} ${needed === 1 ? "epoch" : "epochs"}`;

/** After how many epochs the run stays at the minimum: w as good as 2 on the line, and the loss elsewhere; null if never. */
function epochsNeeded(run) {
  const { epochs, best, bestLoss } = run;
  if (!best) return null;
  const first = epochs[0].loss;
  // An epoch's parameters are those after its update, and its loss is the one before.
  const places = isParameterGoal(run)
    ? epochs.map(({ epoch, after }) => [epoch, after[0] !== null && Math.abs(after[0] - best[0]) < 0.005 * Math.max(1, Math.abs(best[0]))])
    : epochs.map(({ epoch, loss }) => [epoch - 1, loss !== null && loss - bestLoss < 0.01 * (first - bestLoss)]);
  let needed = null;
  for (const [count, isThere] of places) {
    if (isThere) needed ??= count; else needed = null;
  }
  return needed;
}

function showVerdict() {
  const [kind, sign, sentence] = run ? verdictOf(run) : ["", "", ""];
  $("verdict").className = kind === "good" ? "good" : kind === "" ? "" : "bad";
  $("verdict").dataset.kind = kind;
  show("verdict", run ? `${sign} ${sentence}` : "");
}

// MARK: - Tasks

/** The tasks, in order: what to do, when it is done, and how far it is. */
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
    isDone: () => hasAdvanced && position === run.epochs.length && !playing,
    done: () => state.problem === "line" ? `${run.names[0]} = ${shown(parameters()[0])}.` : `The loss is ${shown(run.epochs.at(-1).loss)}.`,
  },
  {
    applies: () => Boolean(run?.best),
    // A run that is there after one epoch can't be beaten.
    isOver: () => [0, 1].includes(epochsNeeded(run)),
    begin: () => { goal = fewEpochs(); goalOf = state.problem; },
    text: () => `Get there in ${goal} epochs or fewer: move the learning rate.`,
    isDone: () => { const needed = epochsNeeded(run); return needed !== null && needed <= goal; },
    state: () => { const needed = epochsNeeded(run); return needed === null ? "Not there yet." : `Now: ${needed}.`; },
    done: () => `${epochsNeeded(run)} ${epochsNeeded(run) === 1 ? "epoch" : "epochs"}, with a learning rate of ${shown(state.lr)}.`,
  },
  {
    text: () => "Now break it: find a learning rate with which the loss grows.",
    isDone: () => $("verdict").dataset.kind === "diverges",
    done: () => run.limit > 0 && state.lr > run.limit ? `${shown(state.lr)} is above the limit, the red mark at ${shown(run.limit)}.` : `At ${shown(state.lr)} the loss grows.`,
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
/** What was true when the task was done; the run may be another one by now. */
let doneText = "";
let hasStepped = false;
/** True if the learner has moved through the run since it began. */
let hasAdvanced = false;
let hasGuessed = false;
/** How many epochs are few, and for which problem. */
let goal = 5;
let goalOf = "";

/** Fewer epochs than the run needs now, so that the task is not done before it is read. */
function fewEpochs() {
  const needed = run?.best && !run.isPartial ? epochsNeeded(run) : null;
  if (state.problem === "line") return needed === null ? 5 : Math.max(1, Math.min(5, needed - 1));
  return needed === null ? Math.round((state.epochs ?? 20) / 2) : Math.max(1, Math.floor(needed * 0.8));
}

const isApplied = ({ applies }) => applies?.() ?? true;
const nextTask = () => tasks.findIndex((other, index) => index > task && isApplied(other) && !other.isOver?.());

/** Begins a task; none if it is -1. A reload of the page goes on with it. */
function beginTask(index) {
  task = index;
  isTaskDone = hasGuessed = hasAdvanced = false;
  doneText = "";
  tasks[task]?.begin?.();
  keepTask();
}

const keepTask = () => history.replaceState({ task, goal, goalOf }, "");

function showTask() {
  $("task").hidden = task < 0;
  if (task < 0) return;
  const { begin, text, isDone, state: progress, done } = tasks[task];
  const isWhole = run && !run.isPartial && !isAsking;
  // A goal is of a problem's own run.
  if (begin && isWhole && !isTaskDone && goalOf !== state.problem) begin();
  if (isWhole && !isTaskDone && isDone()) {
    isTaskDone = true;
    doneText = `✓ ${done()}`;
  }
  const counted = tasks.filter((other, index) => index === task || isApplied(other));
  show("taskNumber", `Task ${counted.indexOf(tasks[task]) + 1} of ${counted.length}`);
  show("taskText", isTaskDone ? "" : run || isAsking || version === 0 ? text() : !$("unread").hidden ? "Correct the formula, or go back to the lesson's formulas." : "An error ended this run, so there is nothing to step through. Choose another mistake or other settings.");
  show("taskState", isTaskDone ? doneText : run ? progress?.() ?? "" : "");
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
  ({ task, goal, goalOf } = { task, goal, goalOf, ...history.state });
  $("nextTask").onclick = () => {
    if ($("nextTask").textContent === "Hide a mistake") { hideMistake(); return; }
    if (state.mystery) { Object.assign(state, { mystery: 0, mistake: "" }); change(); }
    beginTask(nextTask());
    showTask();
  };
}

/** Chooses a mistake, for everybody to find, in the lesson's own run. */
function hideMistake() {
  const others = hidden.filter((name) => name !== state.mistake);
  const mistake = others[Math.floor(Math.random() * others.length)];
  if (state.points) earlier.push({ problem: state.problem, points: state.points });
  changeLesson(() => Object.assign(state, defaults("line"), { part: 2, mystery: 1, mistake }));
  beginTask(4);
  change(0);
}

function guess(name) {
  if (name !== state.mistake) { show("taskState", `${name} would look different. Try “Check the gradient” below.`); return; }
  hasGuessed = isTaskDone = true;
  doneText = `✓ ${tasks[4].done()}`;
  state.mystery = 0;
  change(epochsOver());
}
