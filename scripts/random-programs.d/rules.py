"""
Narrow rules for the known and intended differences between the library and PyTorch.

`documented` is called when a number differs. The following differences are handled while a program runs:

- In PyTorch, a matrix product with a single term of -0 is -0. In the library, it is a sum that starts with 0
  (rounding.OneTerm).
- In PyTorch, a view made under no_grad requires a gradient if its base does (torch_side.Machine.quiet).
- PyTorch copies a tensor that it cannot reshape in place, such as most transposes. In the library, the result stays a
  view. Neither is updated in place afterwards (torch_side.Machine.copied).
- In PyTorch, switching on requires_grad makes existing views leaves that require a gradient. Programs don't do that
  (torch_side.Machine.do_reqgrad).
- If a leaf is a view, an update in place makes PyTorch forget which views come from it. Programs don't do that
  (torch_side.Machine.need_updatable).
- PyTorch refuses to go back through a graph whose numbers have been updated in place; the library has kept them. The
  library refuses a freed graph, where PyTorch may have nothing to free. Such calls are left out (torch_side.Node).
- PyTorch divides a number by a tensor by multiplying with the reciprocal, which rounds twice
  (torch_side.Machine.operand).
- All NaNs count as equal.
"""


def documented(machine, kind, sentence):
    """The rule that explains a difference in the values that a program shows, or None."""
    if kind == "gradient" and sentence.startswith("zero's sign") and machine.has_target:
        # If prediction and target are equal: PyTorch computes the gradient of the target as 2/n · (t - p), the library
        # as the negative of 2 · (p - t) / n.
        return "the sign of a zero gradient that comes from the target of a squared error"
    if kind == "gradient" and machine.has_missing and sentence.startswith(("nil here, zeros there", "zero's sign")):
        # If a custom function returns no gradient, PyTorch continues with zeros and the library without a gradient.
        return "nothing, not zeros, behind a custom function that gives no gradient"
    if sentence.startswith("zero's sign") and machine.has_lerp:
        # PyTorch then computes the mean as g - (g - m) · β1, which can differ from m + (1 - β1) · (g - m) in a zero's sign.
        return "the sign of a zero after Adam with a first beta of at most 1/2"
    return None
