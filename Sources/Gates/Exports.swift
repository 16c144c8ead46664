@_exported public import QState
