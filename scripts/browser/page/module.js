// Asks the module, which runs in a worker. A run that takes long is given up when another is wanted.

function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const result = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) result[index] = text.charCodeAt(index);
  return result;
}

const packed = bytes(document.getElementById("module").textContent.trim());
const compiled = new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")))
  .arrayBuffer().then(WebAssembly.compile);
const workerCode = URL.createObjectURL(
  new Blob([document.getElementById("worker").textContent], { type: "text/javascript" }));

let worker;
let nextRequest = 1;
let waiting = new Map();
let memory = 0;

function startWorker() {
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
  // What is asked before waits there.
  compiled.then((module) => mine.postMessage({ module }));
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
function giveUp() {
  const now = performance.now();
  if ([...waiting.values()].some(({ since }) => now - since > 250)) startWorker();
}
