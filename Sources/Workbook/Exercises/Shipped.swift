// Made by scripts/ship-exercises from the files of the tasks.

/// What stands in the files of the tasks before a learner begins.
enum ShippedExercises {
    /// By part and file name.
    static let texts: [String: String] = [
        "part1/01-prediction.swift": #"""
        import Descent

        /// Task 1: the prediction.
        ///
        /// With one weight w the program predicts ŷ = w·x, for every sample.
        ///
        /// In:      x, a number for each sample; the weight w.
        /// Out:     ŷ, a number for each sample, in the same order.
        /// Example: x = [1, 2, 3] and w = 0.5 give [0.5, 1, 1.5].
        /// Reread:  `forward` in Sources/part1/Line.swift
        func predictions(_ x: [Float], w: Float) -> [Float] {
            // Write it here, in place of this line.
            return []
        }

        """#,
        "part1/02-mean-squared-error.swift": #"""
        import Descent

        /// Task 2: the mean squared error.
        ///
        /// How wrong predictions are, in one number: L = 1/n · Σ (ŷ − y)²
        ///
        /// In:      the predictions ŷ and the targets y, n of each; n is at least 1.
        /// Out:     the mean of the squared differences.
        /// Example: ŷ = [1, 5] and y = [2, 2] give (1 + 9) / 2 = 5.
        /// Reread:  `loss` in Sources/part1/Line.swift
        func meanSquaredError(_ prediction: [Float], _ target: [Float]) -> Float {
            // Write it here, in place of this line.
            return 0
        }

        """#,
        "part1/03-gradient.swift": #"""
        import Descent

        /// Task 3: the gradient of the mean squared error.
        ///
        /// How the loss L = 1/n · Σ (w·xᵢ − yᵢ)² changes with w: its derivative dL/dw.
        ///
        /// In:      the inputs x and the targets y, n of each; the weight w.
        /// Out:     dL/dw, one number.
        /// Example: x = [1, 2], y = [2, 4] and w = 1: the errors w·x − y are −1 and
        ///          −2, and dL/dw is −5.
        /// Reread:  `gradient` in Sources/part1/Line.swift, and docs/part1.md
        func gradient(_ x: [Float], _ y: [Float], w: Float) -> Float {
            // Write it here, in place of this line.
            return 0
        }

        """#,
        "part1/04-update.swift": #"""
        import Descent

        /// Task 4: the update.
        ///
        /// A step downhill: every weight moves against its gradient, by the learning
        /// rate times as much.
        ///
        /// In:      the weights; the gradient of each, in the same order; the learning
        ///          rate.
        /// Out:     the new weights.
        /// Example: the weights [1, 1], the gradients [4, −2] and the learning rate 0.5
        ///          give [−1, 2].
        /// Reread:  the line behind `// Update` in Sources/part1/Line.swift
        func updated(
            _ weights: [Float], gradient: [Float], learningRate: Float
        ) -> [Float] {
            // Write it here, in place of this line.
            return weights
        }

        """#,
        "part1/05-bias.swift": #"""
        import Descent

        /// Task 5, a stretch: a bias, and two gradients.
        ///
        /// With a bias b, ŷ is w·x + b. The loss is the same as before,
        /// L = 1/n · Σ (ŷᵢ − yᵢ)². It now has two derivatives: dL/dw and dL/db.
        ///
        /// In:      the inputs x and the targets y, n of each; the weight w; the bias b.
        /// Out:     dL/dw and dL/db, both at this w and this b.
        /// Example: x = [1, 2], y = [2, 4], w = 1 and b = 1: the errors are 0 and −1,
        ///          dL/dw is −2 and dL/db is −1.
        /// Reread:  `gradient` in Sources/part1/Crops.swift, which has two gradients
        func gradients(
            _ x: [Float], _ y: [Float], w: Float, b: Float
        ) -> (w: Float, b: Float) {
            // Write it here, in place of this line.
            return (0, 0)
        }

        """#,
        "part2/01-root-mean-squared-error.swift": #"""
        import Descent

        /// Task 1: a loss from tensor operations.
        ///
        /// The root of the mean squared error, L = √(1/n · Σ (ŷ − y)²), is as large as
        /// a typical error, and has its unit. Make it of operations on tensors, so that
        /// autograd finds its derivative.
        ///
        /// In:      the predictions ŷ and the targets y, tensors of the same shape; at
        ///          least one prediction is not right.
        /// Out:     L, a tensor with one number, which remembers how it was computed.
        /// Example: ŷ = [1, 8] and y = [2, 1] give √((1 + 49) / 2) = 5.
        /// Reread:  `loss` in Sources/part2/Line.swift
        func rootMeanSquaredError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
            // Write it here, in place of this line.
            return Tensor(0)
        }

        """#,
        "part2/02-two-lines.swift": #"""
        import Descent

        /// Task 2: the two lines that are missing.
        ///
        /// This loop computes the loss and its gradient in every epoch, and then does
        /// nothing with it. Two things are missing: the update of w, a step against its
        /// gradient; and the reset of the gradient, so that the next epoch starts
        /// afresh.
        ///
        /// In:      the weight w; x and y, tensors of the same shape; the learning
        ///          rate; how many epochs.
        /// Out:     nothing: afterwards w itself has its new value.
        /// Example: w = 0, x = [1, 2], y = [2, 4], learning rate 0.1 and 1 epoch: the
        ///          gradient is −10, and w becomes 1. With 2 epochs it becomes 1.5.
        /// Reread:  the loop in Sources/part2/Line.swift
        func train(
            _ w: Tensor, _ x: Tensor, _ y: Tensor, learningRate: Float, epochs: Int
        ) {
            for _ in 0..<epochs {
                let loss = (w * x - y).pow(2).mean()
                loss.backward()

                // The update and the reset belong here.
            }
        }

        """#,
        "part2/03-cube.swift": #"""
        import Descent

        /// Task 3: the backward pass of a function of your own, the cube.
        ///
        /// The forward pass is done: it computes u³, and saves u. Write the backward
        /// pass: how the loss changes with u, if `gradient` is how it changes with u³.
        /// The chain rule multiplies the two slopes.
        ///
        /// In:      the saved u; `gradient`, how the loss changes with the result, in
        ///          the same shape.
        /// Out:     how the loss changes with u, in the same shape.
        /// Example: u = [1, 2] and gradient = [1, 10] give [3, 120].
        /// Reread:  Sources/part2/LegendrePolynomial3.swift
        enum Cube: CustomFunction {
            static func forward(
                context: FunctionContext, _ inputs: [Tensor]
            ) -> Tensor {
                let u = inputs[0]
                context.save(u)
                return u.pow(3)
            }

            static func backward(
                context: FunctionContext, _ gradient: Tensor
            ) -> [Tensor?] {
                let u = context.saved[0]
                // Write it here, in place of this line.
                return [0 * u]
            }
        }

        """#,
        "part2/04-absolute-error.swift": #"""
        import Descent

        /// Task 4, a stretch: the mean absolute error, and its slope at 0.
        ///
        /// L = 1/n · Σ |ŷ − y| does not punish a large error as much as the square
        /// does. Where ŷ is above y its slope is 1/n, below it is −1/n. Where ŷ is
        /// exactly y there is a kink, and we want the slope 0 there, as PyTorch has it.
        ///
        /// Do without `abs()`, which would be the answer. Two ways lead to |e|: √(e²),
        /// with a look at its slope at 0; or e times its sign, where the sign is a tensor
        /// of plain numbers, made from the numbers `e.scalars` in the shape `e.shape`.
        ///
        /// In:      the predictions ŷ and the targets y, tensors of the same shape.
        /// Out:     L, a tensor with one number, which remembers how it was computed.
        /// Example: ŷ = [1, 5, 2] and y = [2, 2, 2] give (1 + 3 + 0) / 3, and the
        ///          slopes with respect to ŷ are [−1/3, 1/3, 0].
        /// Reread:  `loss` in Sources/part2/Line.swift, and the task before
        func meanAbsoluteError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
            // Write it here, in place of this line.
            return Tensor(0)
        }

        """#,
        "part3/01-momentum.swift": #"""
        import Descent

        /// Task 1: an optimizer with momentum.
        ///
        /// Each parameter p has a velocity v of its own, which starts at 0. A step adds
        /// the gradient g to what is left of the old velocity, and moves p by the new
        /// one:
        ///
        ///     v ← momentum · v + g
        ///     p ← p − learningRate · v
        ///
        /// A parameter without a gradient is left alone. The gradients themselves stay as
        /// they are: their reset is not the step's work.
        ///
        /// In:      the parameters with their gradients, step after step.
        /// Out:     nothing: `step()` changes the parameters, inside withNoGrad.
        /// Example: learning rate 0.1, momentum 0.5, and p = 1 with the gradient 2 in
        ///          both of two steps: v is 2 and then 3; p is 0.8 and then 0.5.
        /// Reread:  the formula in Sources/Descent/Optim/SGD.swift
        final class Momentum: Optimizer {
            let parameters: [Tensor]
            let learningRate: Float
            let momentum: Float

            init(_ parameters: [Tensor], learningRate: Float, momentum: Float) {
                self.parameters = parameters
                self.learningRate = learningRate
                self.momentum = momentum
            }

            func step() {
                // Write it here. The velocities need a property of their own.
            }
        }

        """#,
        "part3/02-weight-decay.swift": #"""
        import Descent

        /// Task 2: weight decay.
        ///
        /// Weights that nothing needs should go to 0. So a step adds a pull towards 0
        /// to the gradient g of every parameter p, and then goes downhill as before:
        ///
        ///     g ← g + weightDecay · p
        ///     p ← p − learningRate · g
        ///
        /// A parameter without a gradient is left alone. The gradients themselves stay as
        /// they are: their reset is not the step's work.
        ///
        /// In:      the parameters with their gradients, step after step.
        /// Out:     nothing: `step()` changes the parameters, inside withNoGrad.
        /// Example: learning rate 0.1, weight decay 0.5, and p = 4 with the gradient 1:
        ///          p becomes 4 − 0.1 · (1 + 2) = 3.7.
        /// Reread:  the formula in Sources/Descent/Optim/SGD.swift
        final class DecayingSGD: Optimizer {
            let parameters: [Tensor]
            let learningRate: Float
            let weightDecay: Float

            init(_ parameters: [Tensor], learningRate: Float, weightDecay: Float) {
                self.parameters = parameters
                self.learningRate = learningRate
                self.weightDecay = weightDecay
            }

            func step() {
                // Write it here.
            }
        }

        """#,
        "part3/03-reduction.swift": #"""
        import Descent

        /// Task 3: a loss as a type, with a reduction.
        ///
        /// The half squared error of one element is ½ · (ŷ − y)². (With the ½ its
        /// derivative is ŷ − y, without a 2.) The reduction says how one number is made
        /// of all elements: `.mean`, their mean, or `.sum`, their sum.
        ///
        /// In:      `reduction`, when the loss is made; the predictions ŷ and the
        ///          targets y, tensors of the same shape, when it is called.
        /// Out:     a tensor with one number, which remembers how it was computed.
        /// Example: ŷ = [1, 5] and y = [2, 2] give ½ and 4½: 2.5 with `.mean`, 5 with
        ///          `.sum`.
        /// Reread:  `MSELoss` in Sources/Descent/NN/Losses.swift
        struct HalfSquaredLoss {
            let reduction: Reduction

            init(reduction: Reduction = .mean) {
                self.reduction = reduction
            }

            func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
                // Write it here, in place of this line.
                return Tensor(0)
            }
        }

        """#,
        "part3/04-early-stop.swift": #"""
        import Descent

        /// Task 4, a stretch: stop when the loss no longer falls.
        ///
        /// After every epoch this is asked whether the training should stop. It should
        /// when the last `patience` epochs, one after the other, brought no loss that
        /// is smaller than the smallest one before them. (An equal one is not smaller.)
        /// While there are no more than `patience` losses there is nothing before them,
        /// and the answer is no.
        ///
        /// In:      the losses of all epochs so far, the latest last; `patience`, at
        ///          least 1.
        /// Out:     whether to stop.
        /// Example: with patience 2 and the losses [9, 4, 5, 3, 3, 6] the answer is yes
        ///          after the sixth, as neither 3 nor 6 is smaller than the 3 before;
        ///          after the fourth it is no, as 3 is smaller than 4.
        /// Reread:  the loop in Sources/part3/Line.swift: where would it be asked?
        func shouldStop(_ losses: [Float], patience: Int) -> Bool {
            // Write it here, in place of this line.
            return false
        }

        """#,
        "part4/01-own-parameter.swift": #"""
        import Descent

        /// Task 1: a module with a parameter of its own.
        ///
        /// `Scale` multiplies every column of its input by a factor that is learned:
        /// one parameter with a number for each column, of shape [features]. All
        /// factors start at 1.
        ///
        /// In:      how many features (columns) there are, when the module is made; a
        ///          tensor of shape [samples, features], when it is called.
        /// Out:     a tensor of the same shape: each column times its factor.
        /// Example: the factors [10, 100] and the input [[1, 2], [3, 4]] give
        ///          [[10, 200], [30, 400]].
        /// Reread:  Sources/Descent/NN/Linear.swift: how weight and bias are stored
        final class Scale: Module {
            init(features: Int) {
                // The parameter is a stored property. It gets its start here.
            }

            func callAsFunction(_ input: Tensor) -> Tensor {
                // Write it here, in place of this line.
                return input
            }
        }

        """#,
        "part4/02-two-layers.swift": #"""
        import Descent

        /// Squeezes every number between 0 and 1: σ(h) = 1 / (1 + e⁻ʰ)
        func sigmoid(_ h: Tensor) -> Tensor {
            1 / (1 + Tensor(2.718_281_8).pow(-h))
        }

        /// Task 2: two layers, with an activation between them.
        ///
        /// Two linear layers one behind the other are no more than one. With an
        /// activation between them they are a network: the input goes through `hidden`,
        /// then through `sigmoid`, then through `output`.
        ///
        /// In:      a tensor of shape [samples, inFeatures].
        /// Out:     a tensor of shape [samples, outFeatures].
        /// Example: with one number in each layer, weights 1 and biases 0, the input
        ///          [[0]] gives [[0.5]].
        /// Reread:  `LinearRegression` in Sources/part4/CustomModel.swift
        final class TwoLayers: Module {
            let hidden: Linear
            let output: Linear

            init(inFeatures: Int, hiddenFeatures: Int, outFeatures: Int) {
                hidden = Linear(inFeatures: inFeatures, outFeatures: hiddenFeatures)
                output = Linear(inFeatures: hiddenFeatures, outFeatures: outFeatures)
            }

            func callAsFunction(_ input: Tensor) -> Tensor {
                // Write it here, in place of this line.
                return input
            }
        }

        """#,
        "part4/03-batches.swift": #"""
        import Descent

        /// Task 3: training in batches, with a short last one.
        ///
        /// An epoch goes through all rows of the data in order, `batchSize` rows at a
        /// time; the last batch has what is left, perhaps fewer. For each batch: the
        /// prediction, its mean squared error, the gradient, the update, the reset.
        ///
        /// The loss of an epoch is the mean of the squared errors of all samples, each
        /// taken from its batch, before the update of that batch.
        ///
        /// In:      the model; x of shape [n, inputs] and y of shape [n, 1]; how many
        ///          rows a batch has; how many epochs; the learning rate.
        /// Out:     the loss of each epoch. Afterwards the model is trained.
        /// Example: 5 rows and batch size 2 make batches of 2, 2 and 1 rows. If their
        ///          mean squared errors are 4, 2 and 1, the loss of the epoch is
        ///          (2·4 + 2·2 + 1·1) / 5 = 2.6.
        /// Reread:  `fit` in Sources/part4/Crops.swift. DataLoader(TensorDataset(x, y),
        ///          batchSize: batchSize) hands out the batches.
        func fit(
            _ model: Linear, _ x: Tensor, _ y: Tensor, batchSize: Int, epochs: Int,
            learningRate: Float
        ) -> [Float] {
            // Write it here, in place of this line.
            return []
        }

        """#,
        "part4/04-standardise.swift": #"""
        import Descent

        /// Task 4, a stretch: columns of the same size.
        ///
        /// The columns of `crops` have numbers around 70. With such inputs only a tiny
        /// learning rate works, 0.00001 in the lesson. With standardised columns
        /// it can be 0.1: take the mean of the column from each of its numbers, and
        /// divide by the column's standard deviation,
        ///
        ///     s = √(1/n · Σ (xᵢ − mean)²)
        ///
        /// where the sum goes over the n numbers of the column, and is divided by n. A
        /// column whose numbers are all the same has s = 0: it becomes all zeros.
        ///
        /// In:      a table, a row for each sample.
        /// Out:     a table of the same shape, with standardised columns.
        /// Example: [[1, 7], [3, 7]] gives [[−1, 0], [1, 0]].
        /// Reread:  the table in Sources/Workbook/Problems/CropsProblem.swift
        func standardised(_ x: [[Float]]) -> [[Float]] {
            // Write it here, in place of this line.
            return x
        }

        """#,
    ]
}
