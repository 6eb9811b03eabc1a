import Looking

extension Sweep {
    /// The losses of all runs, for a file.
    package func drawing(_ caption: String) -> Drawing {
        var plot = plot
        plot.caption = caption
        return PlotPicture(plot).drawing
    }
}
