import Descent
import Testing

// Tests that end a process came with Swift 6.2.
#if compiler(>=6.2)
    /// Wrong calls end the program with a message that says what was found and what the rule is.
    @Suite struct TrapTests {
        @Suite struct Autograd {
            @Test func backwardOnManyNumbers() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    (Tensor([[1, 2, 3]], requiresGrad: true) * 2).backward()
                }
                try expect(
                    result, says: "backward() starts from a single number", "has shape [1, 3]",
                    "sum() or mean()")
            }

            @Test func backwardOnNone() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let w = Tensor.zeros([0, 3], requiresGrad: true)
                    (w * 2).backward()
                }
                try expect(result, says: "starts from a single number", "has shape [0, 3]")
            }

            @Test func backwardWithoutGradient() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    (Tensor(1) * 2).backward()
                }
                try expect(
                    result, says: "backward() on a tensor that requires no gradient",
                    "requiresGrad: true", "withNoGrad")
            }

            @Test func backwardAfterWithNoGrad() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let w = Tensor(1, requiresGrad: true)
                    withNoGrad { w * 2 }.backward()
                }
                try expect(result, says: "backward() on a tensor that requires no gradient")
            }

            @Test func backwardTwice() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let loss = Tensor(1, requiresGrad: true) * 2
                    loss.backward()
                    loss.backward()
                }
                try expect(
                    result, says: "backward() has already been called for this graph",
                    "Compute the loss again")
            }

            @Test func backwardThroughAFreedPart() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let shared = Tensor(1, requiresGrad: true) * 2
                    let (first, second) = (shared * 3, shared * 4)
                    first.backward()
                    second.backward()
                }
                try expect(result, says: "backward() has already been called for this graph")
            }

            @Test func updateOfALeaf() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let w = Tensor(1, requiresGrad: true)
                    w -= 0.1
                }
                try expect(
                    result, says: "A leaf that requires a gradient was updated in place (-=)",
                    "outside withNoGrad")
            }

            @Test func fillOfALeaf() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    Tensor(1, requiresGrad: true).fill(0)
                }
                try expect(result, says: "updated in place (copy(from:)) outside withNoGrad")
            }

            @Test func updateOfAResult() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let y = Tensor(1, requiresGrad: true) * 2
                    y *= 2
                }
                try expect(
                    result, says: "The result of 'mul' was updated in place (*=)",
                    "Compute a new tensor")
            }

            @Test func updateWithAResult() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let total = Tensor(0)
                    total += Tensor(1, requiresGrad: true)
                }
                try expect(result, says: "in place (+=) with one that does", "detached()")
            }

            @Test func updateToALargerShape() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let x = Tensor([1, 2])
                    x /= Tensor([[1], [2], [3]])
                }
                try expect(
                    result, says: "a tensor of shape [2] in place (/=) with one of shape [3, 1]",
                    "does not broadcast to [2]")
            }

            @Test func requiresGradOfAResult() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let y = -Tensor(1, requiresGrad: true)
                    y.requiresGrad = false
                }
                try expect(
                    result, says: "can only be set on a leaf", "the result of 'neg'", "detached()")
            }

            @Test func gradientOfAnotherShape() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    Tensor([1, 2], requiresGrad: true).grad = Tensor([[1, 2]])
                }
                try expect(
                    result, says: "A gradient has the shape of its tensor: [2], not [1, 2].")
            }

            @Test func gradientOfAConstant() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    Tensor(1).grad = Tensor(1)
                }
                try expect(result, says: "Only a leaf that requires a gradient")
            }

            @Test func gradientOfAResult() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    (Tensor(1, requiresGrad: true) * 2).grad = Tensor(1)
                }
                try expect(result, says: "Only a leaf that requires a gradient")
            }
        }

        @Suite struct Shapes {
            @Test func noCommonShape() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2, 3]) + Tensor([[1, 2], [3, 4]])
                }
                try expect(
                    result, says: "Cannot add tensors of shapes [3] and [2, 2]",
                    "from the last axis, two lengths must be equal, or one of them must be 1")
            }

            @Test func noCommonShapeOfFactors() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([0]) * Tensor([1, 2])
                }
                try expect(result, says: "Cannot multiply tensors of shapes [0] and [2]")
                let other = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2]) * Tensor.zeros([0])
                }
                try expect(other, says: "Cannot multiply tensors of shapes [2] and [0]")
            }

            @Test func noCommonShapeOfADifference() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([2, 3]) - Tensor.zeros([2, 1, 2])
                }
                try expect(
                    result, says: "Cannot subtract tensors of shapes [2, 3] and [2, 1, 2]")
            }

            @Test func noCommonShapeOfAQuotient() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([4]) / Tensor.zeros([5])
                }
                try expect(result, says: "Cannot divide tensors of shapes [4] and [5]")
                let powers = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2]).pow(Tensor([1, 2, 3]))
                }
                try expect(
                    powers, says: "Cannot exponentiate tensors of shapes [2] and [3]: counted from")
            }

            @Test func matrixProductOfOtherLengths() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([2, 3]).matmul(.zeros([2, 3]))
                }
                try expect(
                    result, says: "A matrix product of shapes [2, 3] and [2, 3] does not exist",
                    "the last length of the left, 3, and the first of the right, 2, must be equal")
            }

            @Test func matrixProductOfRows() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2]).matmul(Tensor([1, 2, 3]))
                }
                try expect(result, says: "of shapes [2] and [3] does not exist")
            }

            @Test func matrixProductWithANumber() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2]).matmul(Tensor(1))
                }
                try expect(
                    result, says: "needs tensors with one or two axes", "shapes are [2] and []")
            }

            @Test func matrixProductOfHigherRank() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([1, 2, 3]).matmul(Tensor([1, 2, 3]))
                }
                try expect(result, says: "one or two axes", "shapes are [1, 2, 3] and [3]")
            }

            @Test func transposeOfHigherRank() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([1, 2, 3]).transposed()
                }
                try expect(result, says: "at most two axes", "the shape is [1, 2, 3]")
            }

            @Test func reshapeToAnotherCount() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([[1, 2, 3]]).reshaped([2, 2])
                }
                try expect(
                    result, says: "shape [1, 3] has 3 elements and cannot take the shape [2, 2]")
            }

            @Test func reshapeWithARemainder() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2, 3]).reshaped([2, -1])
                }
                try expect(
                    result, says: "shape [3] has 3 elements and cannot take the shape [2, -1]")
            }

            @Test func reshapeWithTwoOpenLengths() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2, 3, 4]).reshaped([-1, -1])
                }
                try expect(result, says: "Only one length", "not several: [-1, -1]")
            }

            @Test func axisOutOfRange() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([[1, 2]]).sum(axis: 2)
                }
                try expect(
                    result, says: "There is no axis 2 in a tensor of shape [1, 2]",
                    "it must be from -2 to 1")
            }

            @Test func axisBelowTheRange() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2]).unsqueezed(-3)
                }
                try expect(
                    result, says: "There is no axis -3 in a tensor of shape [2]",
                    "it must be from -2 to 1")
            }

            @Test func axisOfANumber() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor(1).sum(axis: 0)
                }
                try expect(
                    result, says: "There is no axis 0 in a tensor of shape []",
                    "a single number has no axes")
            }

            @Test func flattenBackwards() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([[1, 2]]).flattened(startDim: 1, endDim: 0)
                }
                try expect(result, says: "startDim (1) to be at or before endDim (0)")
            }

            @Test func itemOfMany() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([[1, 2]]).item()
                }
                try expect(
                    result, says: "item() needs a tensor with exactly one element",
                    "has 2 (shape [1, 2])")
            }

            @Test func itemOfNone() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([0]).item()
                }
                try expect(result, says: "exactly one element", "has 0 (shape [0])")
            }
        }
    }
#endif
