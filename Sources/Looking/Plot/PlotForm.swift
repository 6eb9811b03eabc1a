/// The pictures that can be drawn of a run.
package enum PlotForm: String, Sendable {
    case all, loss, fit, w, descent, graph
}
