import Host

// What the scale of a plot takes from Foundation elsewhere.

func log10(_ value: Double) -> Double { log(value) / log(10) }

func pow(_ base: Double, _ exponent: Double) -> Double { Host.pow(base, exponent) }
