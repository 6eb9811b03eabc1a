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

/** The code of a lesson, with that of the function which trains for it, and of the file that makes its mistake. */
function lessonText(part, path, mistake) {
  const text = sources[path] ?? "";
  const helper = text.includes("for epoch in") ? undefined : text.match(/(\w+)\(lesson,/)?.[1];
  const other = helper && Object.keys(sources).find((other) => other.startsWith(`part${part}/`) && sources[other].includes(`func ${helper}(`));
  const cause = mistake && Object.keys(sources).find((cause) => cause.startsWith(`part${part}/`) && sources[cause].includes(`The mistake of ${mistake}:`));
  return [other, cause].filter(Boolean).reduce((text, path) => `${text}\n// ${path}\n${sources[path]}`, text);
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

/** For each line of a mistaken lesson whether it is one of those that make the mistake. */
function changesOf(lines, part, problem, mistake) {
  const begins = (line) => /\/\/ .*The mistake:/.test(line) || line.includes(`// The mistake of ${mistake}:`);
  if (lines.some(begins)) {
    let isMistake = false;
    return lines.map((line) => isMistake = begins(line) || isMistake && !/^\s*(}|$)/.test(line));
  }
  const right = new Set((sources[lessonFile(part, problem)] ?? "").split("\n").map((line) => line.trim()));
  return lines.map((line) => {
    const text = line.trim();
    return !right.has(text) && !/^(\/\/|import|func line|lesson\.|[{}()\]]*$)/.test(text);
  });
}

let codeShown = "";
let stepShown = -1;

let lessonShown = {};

function showCode(step) {
  const { part, problem } = state;
  const mistake = state.mystery ? "" : state.mistake;
  // To look through all sources takes long for what is done in each frame.
  if (lessonShown.part !== part || lessonShown.problem !== problem || lessonShown.mistake !== mistake) {
    lessonShown = { part, problem, mistake, path: lessonFile(part, lessonName(part, problem, mistake)) };
  }
  const { path } = lessonShown;
  const formulas = hasOwnFormulas() ? JSON.stringify(state.formulas) : "";
  const code = document.getElementById("code");
  if (path + formulas !== codeShown) {
    stepShown = -2;
    codeShown = path + formulas;
    document.getElementById("codeTitle").textContent = path ? `The lesson: Sources/${path}` : "The lesson";
    let lines = (path ? lessonText(part, path, mistake) : "").trimEnd().split("\n");
    let isOwn = [];
    if (formulas) {
      const own = withOwnFormulas(lines);
      lines = own.map(({ text }) => text);
      isOwn = own.map((line) => line.isOwn);
    }
    const steps = stepsOfLines(lines);
    const isMistaken = mistake && path !== lessonFile(part, problem);
    const changes = isMistaken ? changesOf(lines, part, problem, mistake) : [];
    code.replaceChildren(...lines.map((line, index) => {
      const span = document.createElement("span");
      span.textContent = line;
      span.dataset.step = steps[index];
      span.classList.toggle("changed", Boolean(changes[index]));
      span.classList.toggle("own", Boolean(isOwn[index]));
      return span;
    }));
  }
  if (step === stepShown) return;
  stepShown = step;
  markFormula(step);
  let last = step < 0 ? code.querySelector(".changed, .own") : undefined;
  for (const span of code.children) {
    const isNow = step >= 0 && span.dataset.step === String(step) && span.textContent.trim() !== "";
    span.classList.toggle("now", isNow);
    if (isNow) last = span;
  }
  // Before the first step the loop is shown, from which all steps can be seen.
  last ??= [...code.children].find((span) => span.textContent.includes("for epoch in"))?.nextElementSibling;
  if (!last) return;
  // A low window begins with the marked lines.
  if (code.clientHeight < 300) {
    while (last.previousElementSibling?.className && last.previousElementSibling.className === last.className) last = last.previousElementSibling;
    code.scrollTop = last.offsetTop - 20;
  } else code.scrollTop = Math.max(0, last.offsetTop - code.clientHeight * 0.6);
}
