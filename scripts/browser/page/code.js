// The lesson's code, with the lines of the current step marked.

const sources = JSON.parse(document.getElementById("sources").textContent);
const stepNames = ["Prediction", "Loss", "Gradient", "Update", "Reset"];

/** The function that a part runs for a problem, or for a mistake in it. */
function lessonName(part, problem, mistake) {
  if (!mistake) return problem;
  const key = mistake.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const entry = sources[`part${part}/Part${part}.swift`]?.match(new RegExp(`\\.${key}:\\s*(\\w+)`));
  return entry?.[1] ?? problem;
}

/** The file with a lesson. */
function lessonFile(part, name) {
  return Object.keys(sources).find((path) =>
    path.startsWith(`part${part}/`) && sources[path].includes(`func ${name}(_ lesson`));
}

/** For each line of a lesson the step that it belongs to, or -1. */
function stepsOfLines(lines) {
  let step = -1;
  return lines.map((line) => {
    const word = line.match(/^\s*\/\/ (Prediction|Loss|Gradient|Update|Reset)\b/)?.[1];
    if (word) step = stepNames.indexOf(word);
    else if (/lesson\.report\(|for epoch in|predictionBefore|^\s*\/\/ (Training|The (weight|coeff))/.test(line)) step = -1;
    return step;
  });
}

let codeShown = "";
let stepShown = -1;

let lessonShown = {};

function showCode(step) {
  const { part, problem, mistake } = state;
  // To look through all sources takes long for what is done in each frame.
  if (lessonShown.part !== part || lessonShown.problem !== problem || lessonShown.mistake !== mistake) {
    lessonShown = { part, problem, mistake, path: lessonFile(part, lessonName(part, problem, mistake)) };
  }
  const { path } = lessonShown;
  const code = document.getElementById("code");
  if (path !== codeShown) {
    stepShown = -2;
    codeShown = path;
    document.getElementById("codeTitle").textContent = path ? `The lesson: Sources/${path}` : "The lesson";
    const lines = (path ? sources[path] : "").trimEnd().split("\n");
    const steps = stepsOfLines(lines);
    code.replaceChildren(...lines.map((line, index) => {
      const span = document.createElement("span");
      span.textContent = line;
      span.dataset.step = steps[index];
      return span;
    }));
  }
  if (path === codeShown && step === stepShown) return;
  stepShown = step;
  let last;
  for (const span of code.children) {
    const isNow = step >= 0 && span.dataset.step === String(step) && span.textContent.trim() !== "";
    span.classList.toggle("now", isNow);
    if (isNow) last = span;
  }
  if (last) code.scrollTop = Math.max(0, last.offsetTop - code.offsetTop - code.clientHeight * 0.7);
}
