// A lesson gets the mixed operators by importing Workbook. The file of a task imports only Descent.
@_exported import MixedNumbers
