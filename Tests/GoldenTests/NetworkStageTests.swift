import TestSupport
import Testing

/// The network of part 4: what the program shows is PyTorch's training, until last places add up.
@Suite(.recordedLessons) struct NetworkStageTests {
    struct Recording: Decodable {
        let networks: [Network]

        struct Network: Decodable {
            let seed: Int
            let start_bits: [String: Bits]
            let loss_bits: Bits
        }
    }

    @Test func theLossesArePyTorchs() throws {
        let networks = Reference.load("network.json", as: Recording.self).networks
        #expect(networks.count == 3)
        for network in networks {
            let run = try RecordedRun("part4 network --seed \(network.seed) --epochs 300")
            let expected = network.loss_bits.floats
            try #require(run.losses.floats.count == 300 && expected.count == 1000)
            #expect(Set(run.parameters.keys) == Set(network.start_bits.keys))
            for (epoch, loss) in run.losses.floats.enumerated() {
                let difference = abs(loss - expected[epoch]) / expected[epoch]
                #expect(difference <= (epoch < 20 ? 1e-6 : 1e-3), "seed \(network.seed), \(epoch)")
            }
        }
    }

    /// Far below the best cubic, whatever the seed.
    @Test(.slow, arguments: 0...4) func comesNearerThanACubic(seed: Int) throws {
        let run = try RecordedRun("part4 network --seed \(seed)")
        try #require(run.losses.floats.count == 1000)
        #expect(try #require(run.losses.floats.last) < 8.817 / 10)
    }
}
