import Descent

/// An update other than p − learning rate · dL/dp, and how it is written.
package struct UpdateRule: Sendable {
    package var lines: [String]
    /// Makes the optimizer that computes it, from parameters and a learning rate.
    let optimizer: @Sendable ([Tensor], Float) -> any Optimizer

    /// True if the optimizer would have made these updates: the first of each epoch, from the first epoch on. It
    /// stops at the first gap.
    package func fits(_ updates: [Update], learningRate: Float) -> Bool {
        guard let first = updates.first else { return false }
        let parameters = first.parameters.map {
            Tensor($0.values, shape: $0.shape, requiresGrad: true)
        }
        // This one isn't the lesson's.
        let optimizer: any Optimizer = withOptimizers({ _ in }) {
            self.optimizer(parameters, learningRate)
        }
        for (index, update) in updates.enumerated() where update.epoch == first.epoch + index {
            guard let after = update.after, update.gradients != nil else { return false }
            for (tensor, own) in zip(parameters, update.parameters) {
                withNoGrad { tensor.copy(from: Tensor(own.values, shape: own.shape)) }
                tensor.grad = Tensor(own.gradient!, shape: own.shape)
            }
            optimizer.step()
            if parameters.flatMap({ $0.scalars }) != after { return false }
        }
        return true
    }
}
