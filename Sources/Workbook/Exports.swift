// A lesson imports Workbook, and finds what it works with; so does the list of a part's tasks.
@_exported import Classroom
@_exported import Exercises
