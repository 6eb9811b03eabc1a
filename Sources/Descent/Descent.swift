// Whoever imports Descent needs no other import: random numbers, and `sum`, `mean` and `withThreads`,
// belong to it.
@_exported import Arrays
@_exported import Random
