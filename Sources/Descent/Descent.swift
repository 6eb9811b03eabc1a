// With `import Descent` you need no other import: random numbers, `sum`, `mean` and `withThreads` are part of it.
@_exported import Arrays
@_exported import Random
