// A lesson imports Workbook, and finds them there. A task's file imports Descent alone.
@_exported import MixedNumbers
