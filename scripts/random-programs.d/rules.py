"""
Where our library is known to differ from PyTorch, and nobody could want it otherwise: as narrow rules.

One is asked for when a number differs (`documented`). The others are in the way of executing a program:

- A matrix product with a single term is -0 in PyTorch if the term is; ours is a sum, which begins with 0
  (rounding.OneTerm).
- A view made under no_grad of what requires a gradient requires one, too, in PyTorch (torch_side.Machine.quiet).
- What cannot be reshaped in place, such as most transposes, is copied by PyTorch; ours stays a view. So neither is
  updated in place afterwards (torch_side.Machine.copied).
- Views that exist when requires_grad is switched on require a gradient from then on, too, in PyTorch, as leaves of
  their own. It is left as it is then (torch_side.Machine.do_reqgrad).
- Where a leaf is a view, PyTorch forgets on an update in place that views of the leaf come from it. There is no such
  update then (torch_side.Machine.need_updatable).
- PyTorch refuses to go back through a graph whose numbers have been updated in place; ours has kept them. And ours
  refuses a graph that is freed, where PyTorch may have nothing to free (torch_side.Node). Such a call is left out.
- A number divided by a tensor is the tensor's reciprocal times the number in PyTorch, which rounds twice
  (torch_side.Machine.operand).
- Which NaN it is says nothing.
"""


def documented(machine, kind, sentence):
    """The rule that explains a difference in what a program shows, or None."""
    if kind == "gradient" and sentence.startswith("zero's sign") and machine.has_target:
        # Where prediction and target are equal: PyTorch's gradient of the target is 2/n · (t - p), ours the negative of
        # 2 · (p - t) / n.
        return "the sign of a zero gradient that comes from the target of a squared error"
    if kind == "gradient" and machine.has_missing and sentence.startswith(("nil here, zeros there", "zero's sign")):
        # Where a custom function has given none, PyTorch goes on back with zeros, and ours without.
        return "nothing, not zeros, behind a custom function that gives no gradient"
    if sentence.startswith("zero's sign") and machine.has_lerp:
        # Then PyTorch's mean is g - (g - m) · β1, in which a zero can have another sign than in m + (1 - β1) · (g - m).
        return "the sign of a zero after Adam with a first beta of at most 1/2"
    return None
