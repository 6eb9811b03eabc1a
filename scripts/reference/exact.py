"""Least squares, eigenvalues and sines, computed exactly or in 300 bits and rounded once to Float64."""
from fractions import Fraction

import mpmath
import numpy as np

mpmath.mp.prec = 300


def exactly(rows):
    """Float64 numbers as fractions."""
    return [[Fraction(float(value)) for value in row] for row in rows]


def products(a, b):
    """aᵀ b."""
    return [[sum(row[i] * other[j] for row, other in zip(a, b)) for j in range(len(b[0]))] for i in range(len(a[0]))]


def least_squares(columns, targets):
    """The best coefficients, one list per target, and the sum of the squared errors."""
    columns, targets = exactly(columns), exactly(targets)
    size = len(columns[0])
    # The normal equations, brought to the identity.
    rows = [left + right for left, right in zip(products(columns, columns), products(columns, targets))]
    for i in range(size):
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j in range(size):
            if j != i:
                rows[j] = [value - rows[j][i] * pivot for value, pivot in zip(rows[j], rows[i])]
    best = [[row[size + target] for row in rows] for target in range(len(targets[0]))]
    errors = sum((sum(a * p for a, p in zip(row, coefficients)) - y) ** 2
                 for row, right in zip(columns, targets) for coefficients, y in zip(best, right))
    return best, errors


def largest_eigenvalue(columns):
    """The largest eigenvalue of columnsᵀ columns."""
    columns = exactly(columns)
    square = mpmath.matrix([[mpmath.mpf(value.numerator) / value.denominator for value in row]
                            for row in products(columns, columns)])
    return max(mpmath.mp.eigsy(square, eigvals_only=True))


def sine(x):
    """The sines of Float64 numbers."""
    return np.array([float(mpmath.sin(float(value))) for value in x])
