@_exported public import Gates
