@_exported public import Circuits
