// Asks the module, which runs in a worker. A run that takes long is given up when another is wanted.

const packed = Uint8Array.from(atob(document.getElementById("module").textContent.trim()), (c) => c.charCodeAt(0));
const compiled = new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")))
  .arrayBuffer().then(WebAssembly.compile);
const workerCode = URL.createObjectURL(
  new Blob([document.getElementById("worker").textContent], { type: "text/javascript" }));

let compiledModule;
let worker;
let nextRequest = 1;
let waiting = new Map();
let memory = 0;

async function startWorker() {
  compiledModule ??= await compiled;
  worker?.terminate();
  for (const { reject } of waiting.values()) reject("given up");
  waiting = new Map();
  const mine = new Worker(workerCode);
  worker = mine;
  mine.onmessage = ({ data }) => {
    if (mine !== worker) return;
    memory = data.memory ?? memory;
    waiting.get(data.id)?.resolve(data.result);
    waiting.delete(data.id);
  };
  mine.postMessage({ module: compiledModule });
}

/** What the module answers; fails with "given up" if something else became more important. */
function ask(text) {
  return new Promise((resolve, reject) => {
    const id = nextRequest++;
    waiting.set(id, { resolve, reject, since: performance.now() });
    worker.postMessage({ id, request: text });
  });
}

/** Lets go of what takes long. */
async function giveUp() {
  const now = performance.now();
  if ([...waiting.values()].some(({ since }) => now - since > 250)) await startWorker();
}
