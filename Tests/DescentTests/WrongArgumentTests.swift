import Descent
import Testing

// Tests that end a process came with Swift 6.2.
#if compiler(>=6.2)
    extension TrapTests {
        @Suite struct Creation {
            @Test func raggedRows() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([[1, 2], [3, 4], [5]])
                }
                try expect(
                    result, says: "rows of a matrix need the same length",
                    "row 0 has 2 elements, but row 2 has 1")
            }

            @Test func wrongCount() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor([1, 2, 3], shape: [2, 2])
                }
                try expect(
                    result, says: "A tensor of shape [2, 2] has 4 elements, but 3 are given.")
            }

            @Test func negativeLength() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([2, -3])
                }
                try expect(result, says: "A shape cannot have a negative length: [2, -3].")
            }

            @Test func tooLarge() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([Int.max, 2])
                }
                try expect(result, says: "2] has more elements than can be counted")
            }

            @Test func negativeCount() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.linspace(0, 1, -1)
                }
                try expect(result, says: "linspace cannot make -1 numbers.")
            }
        }

        @Suite struct NeuralNetworks {
            @Test func lossOfAColumnAndARow() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = MSELoss()(Tensor([[1], [2], [3]]), Tensor([1, 2, 3]))
                }
                try expect(
                    result, says: "a prediction and a target of the same shape",
                    "[3, 1] and [3]", "Broadcast to [3, 3]", "unsqueezed(_:)")
            }

            @Test func lossOfShapesThatDoNotBroadcast() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = MSELoss(reduction: .sum)(Tensor([1, 2, 3]), Tensor([1, 2]))
                }
                try expect(
                    result, says: "[3] and [2]. Use reshaped(_:), unsqueezed(_:) or flattened()")
            }

            @Test func lossOfARowAndANumber() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Functional.mseLoss(Tensor([1, 2]), Tensor(1))
                }
                try expect(result, says: "[2] and []. Use reshaped(_:)")
            }

            @Test func linearOfAnotherLength() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Linear(inFeatures: 2, outFeatures: 1)(Tensor([[1, 2, 3]]))
                }
                try expect(
                    result, says: "Linear(inFeatures: 2, outFeatures: 1, bias: true)",
                    "needs an input of shape [samples, 2], but this one has [1, 3]")
            }

            @Test func linearOfANumber() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Linear(inFeatures: 1, outFeatures: 1)(Tensor(1))
                }
                try expect(
                    result, says: "needs an input of shape [samples, 1], but this one has []")
            }

            @Test func linearOfHigherRank() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Linear(inFeatures: 1, outFeatures: 1)(.zeros([2, 2, 1]))
                }
                try expect(result, says: "[samples, 1], but this one has [2, 2, 1]")
            }

            @Test func linearWithoutInputs() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Linear(inFeatures: 0, outFeatures: 1)
                }
                try expect(result, says: "at least one input and one output, not 0 and 1")
            }

            @Test func linearWithoutOutputs() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Linear(inFeatures: 2, outFeatures: 0)
                }
                try expect(result, says: "at least one input and one output, not 2 and 0")
            }

            @Test func noSuchModule() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Sequential(Flatten())[1]
                }
                try expect(result, says: "There is no module 1 in a Sequential of 1.")
            }
        }

        @Suite struct Optimizers {
            @Test func noParameters() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([], learningRate: 0.1)
                }
                try expect(result, says: "An optimizer needs at least one parameter.")
            }

            @Test func aParameterTwice() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let w = Tensor(1, requiresGrad: true)
                    _ = SGD([w, w], learningRate: 0.1)
                }
                try expect(result, says: "A parameter is given twice.")
            }

            @Test func aResult() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor([1, 2], requiresGrad: true) * 2], learningRate: 0.1)
                }
                try expect(
                    result, says: "An optimizer needs leaves that require a gradient",
                    "the tensor of shape [2] isn't one")
            }

            @Test func aConstant() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor(1, requiresGrad: true), Tensor([[1]])], learningRate: 0.1)
                }
                try expect(result, says: "the tensor of shape [1, 1] isn't one")
            }

            @Test func negativeLearningRate() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor(1, requiresGrad: true)], learningRate: -0.1)
                }
                try expect(
                    result, says: "The learning rate of an optimizer cannot be -0.1",
                    "it must be 0 or more")
            }

            @Test func learningRateThatIsNoNumber() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor(1, requiresGrad: true)], learningRate: .nan)
                }
                try expect(result, says: "The learning rate of an optimizer cannot be nan")
            }

            @Test func negativeMomentum() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor(1, requiresGrad: true)], learningRate: 0.1, momentum: -0.9)
                }
                try expect(result, says: "The momentum of an optimizer cannot be -0.9")
            }

            @Test func negativeWeightDecay() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor(1, requiresGrad: true)], learningRate: 0.1, weightDecay: -1)
                }
                try expect(result, says: "The weight decay of an optimizer cannot be -1")
            }

            @Test func nesterovWithoutMomentum() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD([Tensor(1, requiresGrad: true)], learningRate: 0.1, nesterov: true)
                }
                try expect(
                    result, says: "needs a momentum and no dampening, but these are 0.0 and 0.0")
            }

            @Test func nesterovWithDampening() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = SGD(
                        [Tensor(1, requiresGrad: true)], learningRate: 0.1, momentum: 0.9,
                        dampening: 0.5, nesterov: true)
                }
                try expect(
                    result, says: "needs a momentum and no dampening, but these are 0.9 and 0.5")
            }
        }
    }
#endif
