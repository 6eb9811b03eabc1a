// By importing Workbook, a lesson gets everything it works with, and so does the list of a part's tasks.
@_exported import Classroom
@_exported import Exercises
